import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { preferredRepair, safeEdits, safeRepair } from '../analysis/merge-repairs.js';
import type { Finding, Repair } from '../shared/finding.js';
import type { RuleId } from '../shared/rule-id.js';
import type { TextEdit } from '../shared/span.js';
import { diagnosticOf, rangeOf } from './diagnostics.js';
import { disableFileEdit, disableLineEdit } from './disable-edit.js';
import type { OpenWorkspace } from './open-workspace.js';
import type { Verdict } from './verdict.js';

/** Everything safe in the file at once; runs on save when the user says so. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.closewait`;

/** What the client can do with an action. */
export interface ActionAbilities {
  /** It checks the document's version before it applies an edit. */
  readonly versionedEdits: boolean;
  readonly openRulePage?: string;
}

/** Builds the menu of one current verdict, in the order in which the user reads it. */
export class CodeActions {
  constructor(
    private readonly verdict: Verdict,
    private readonly workspace: OpenWorkspace,
    private readonly abilities: ActionAbilities,
  ) {}

  /** The actions for a selection; source actions only when asked for by kind. */
  forRange(range: Range, { only }: Pick<CodeActionContext, 'only'>): CodeAction[] {
    const wants = (kind: string): boolean =>
      only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ??
      kind === CodeActionKind.QuickFix;
    return [
      ...(wants(CodeActionKind.QuickFix) ? this.#quickFixes(this.#findingsIn(range)) : []),
      ...(wants(FIX_ALL_KIND) ? this.#fixAll() : []),
    ];
  }

  #findingsIn(range: Range): readonly Finding[] {
    const start = this.verdict.document.offsetAt(range.start);
    const end = this.verdict.document.offsetAt(range.end);
    return this.verdict.findings.filter(({ span }) => span.start <= end && start <= span.end);
  }

  #quickFixes(findings: readonly Finding[]): CodeAction[] {
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    return [
      ...findings.flatMap((finding) => finding.repairs.map((repair) => this.#repair(finding, repair))),
      ...rules.flatMap((rule) => this.#fixAllOf(rule)),
      ...findings.flatMap((finding) => this.#disableLine(finding)),
      ...rules.map((rule) => this.#disableFile(rule)),
      ...rules.flatMap((rule) => this.#openPage(rule)),
    ];
  }

  #repair(finding: Finding, repair: Repair): CodeAction {
    const action = this.#quickFix(repair.title, repair.edits, finding);
    return repair === preferredRepair(finding) ? { ...action, isPreferred: true } : action;
  }

  #fixAllOf(rule: RuleId): CodeAction[] {
    const fixable = this.verdict.findings.filter((finding) => finding.rule === rule && safeRepair(finding));
    if (fixable.length < 2) return [];
    const edits = safeEdits(this.verdict.findings, rule);
    return [this.#quickFix(`Fix all ${rule} problems in this file`, edits)];
  }

  #disableLine(finding: Finding): CodeAction[] {
    const { rule, span } = finding;
    const edit = disableLineEdit(this.verdict.document, span.start, rule);
    return edit ? [this.#quickFix(`Disable ${rule} for this line`, [edit], finding)] : [];
  }

  #disableFile(rule: RuleId): CodeAction {
    const edit = disableFileEdit(this.verdict.document, rule);
    return this.#quickFix(`Disable ${rule} for this file`, [edit]);
  }

  #openPage(rule: RuleId): CodeAction[] {
    const { openRulePage } = this.abilities;
    if (openRulePage === undefined) return [];
    const title = `Show the page on ${rule}`;
    const command = { title, command: openRulePage, arguments: [rule] };
    return [{ title, kind: CodeActionKind.QuickFix, command }];
  }

  #fixAll(): CodeAction[] {
    const edits = safeEdits(this.verdict.findings);
    if (edits.length === 0) return [];
    const edit = this.#workspaceEdit(edits);
    return [{ title: 'Fix all Closewait problems that keep the behaviour', kind: FIX_ALL_KIND, edit }];
  }

  #quickFix(title: string, edits: readonly TextEdit[], finding?: Finding): CodeAction {
    const cures = finding ? { diagnostics: [diagnosticOf(finding, this.verdict, this.workspace)] } : {};
    return { title, kind: CodeActionKind.QuickFix, edit: this.#workspaceEdit(edits), ...cures };
  }

  /** One edit of one document, so that one undo takes it back. */
  #workspaceEdit(edits: readonly TextEdit[]): WorkspaceEdit {
    const { document, version } = this.verdict;
    const { uri } = document;
    const changes = edits.map(({ span, text }) => ({ range: rangeOf(span, document), newText: text }));
    if (!this.abilities.versionedEdits) return { changes: { [uri]: changes } };
    return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
  }
}
