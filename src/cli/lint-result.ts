import { TextDocument } from 'vscode-languageserver-textdocument';
import { asOneEdit } from '../analysis/merge-repairs.js';
import type { Finding, Repair } from '../shared/finding.js';
import type { RuleId } from '../shared/rule-id.js';
import { type FileReport, isError } from './file-report.js';

/** One replacement as ESLint writes it: UTF-16 offsets without the byte order mark, end exclusive. */
export interface LintFix {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** One finding as ESLint writes it: lines and columns from 1, the end column one behind. */
export interface LintMessage {
  readonly ruleId: RuleId;
  /** 1 = warning or advice, 2 = error. */
  readonly severity: 1 | 2;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The repair that keeps the behaviour for living peers, when there is one. */
  readonly fix?: LintFix;
  /** Every repair, the preferred one first. */
  readonly suggestions?: readonly { readonly desc: string; readonly fix: LintFix }[];
}

/** One file's result as ESLint's formatters take it: https://eslint.org/docs/latest/extend/custom-formatters */
export interface LintResult {
  readonly filePath: string;
  readonly messages: readonly LintMessage[];
  readonly suppressedMessages: readonly never[];
  readonly errorCount: number;
  readonly fatalErrorCount: number;
  readonly warningCount: number;
  readonly fixableErrorCount: number;
  readonly fixableWarningCount: number;
  /** The text after the repairs, when some were made. */
  readonly output?: string;
  readonly source?: string;
  readonly usedDeprecatedRules: readonly never[];
}

export function lintResult(report: FileReport): LintResult {
  const { path, text, findings, repaired } = report;
  const document = TextDocument.create('', '', 0, text);
  const messages = findings.map((finding) => lintMessage(finding, document));
  const errors = messages.filter(({ severity }) => severity === 2);
  const fixable = messages.filter(({ fix }) => fix !== undefined);
  const fixableErrors = fixable.filter(({ severity }) => severity === 2).length;
  return {
    filePath: path,
    messages,
    suppressedMessages: [],
    errorCount: errors.length,
    fatalErrorCount: 0,
    warningCount: messages.length - errors.length,
    fixableErrorCount: fixableErrors,
    fixableWarningCount: fixable.length - fixableErrors,
    ...(repaired ? { output: text } : {}),
    ...(messages.length > 0 && !repaired ? { source: text } : {}),
    usedDeprecatedRules: [],
  };
}

function lintMessage(finding: Finding, document: TextDocument): LintMessage {
  const start = document.positionAt(finding.span.start);
  const end = document.positionAt(finding.span.end);
  return {
    ruleId: finding.rule,
    severity: isError(finding.severity) ? 2 : 1,
    message: finding.message,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    ...fixesOf(finding, document.getText()),
  };
}

function fixesOf({ repairs }: Finding, text: string): Pick<LintMessage, 'fix' | 'suggestions'> {
  const fixes = repairs.flatMap((repair) => suggestionOf(repair, text));
  const safe = fixes.find(({ keepsBehaviour }) => keepsBehaviour);
  return {
    ...(safe ? { fix: safe.fix } : {}),
    ...(fixes.length > 0 ? { suggestions: fixes.map(({ desc, fix }) => ({ desc, fix })) } : {}),
  };
}

function suggestionOf({ title, changesBehaviour, edits }: Repair, text: string) {
  const edit = asOneEdit(text, edits);
  if (!edit) return [];
  const fix: LintFix = { range: [edit.span.start, edit.span.end], text: edit.text };
  return [{ desc: title, fix, keepsBehaviour: !changesBehaviour }];
}
