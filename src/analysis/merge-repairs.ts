import type { Finding, Repair } from '../shared/finding.js';
import type { RuleId } from '../shared/rule-id.js';
import type { TextEdit } from '../shared/span.js';

/** The repair that may go into fix-all: the program's behaviour for living peers stays as it was. */
export function safeRepair({ repairs }: Finding): Repair | undefined {
  return repairs.find(({ changesBehaviour, edits }) => !changesBehaviour && edits.length > 0);
}

/** The repair that cures the finding by itself, if there is one. */
export function preferredRepair({ repairs }: Finding): Repair | undefined {
  return repairs.find(({ preferred, edits }) => preferred && edits.length > 0);
}

/** The edits of all safe repairs of a rule, or of all rules, as far as they fit together. */
export function safeEdits(findings: readonly Finding[], rule?: RuleId): readonly TextEdit[] {
  const wanted = findings.filter((finding) => rule === undefined || finding.rule === rule);
  return mergeRepairs(wanted.map(safeRepair).filter((repair) => repair !== undefined));
}

/**
 * The edits of as many repairs as fit together, the earlier ones first. A repair goes in whole or not at all; it stays
 * out when one of its edits touches another's, except that the same edit (an import both need) is made once.
 */
export function mergeRepairs(repairs: readonly Repair[]): readonly TextEdit[] {
  const merged: TextEdit[] = [];
  for (const { edits } of repairs) {
    const fresh = edits.filter((edit) => !merged.some((other) => isSame(edit, other)));
    if (!fresh.some((edit) => merged.some((other) => touches(edit, other)))) merged.push(...fresh);
  }
  return merged;
}

/** One replacement that does what several edits do: what lies between them is repeated. */
export function asOneEdit(text: string, edits: readonly TextEdit[]): TextEdit | undefined {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const [first] = ordered;
  if (!first) return undefined;
  let end = first.span.start;
  let replacement = '';
  for (const { span, text: inserted } of ordered) {
    replacement += text.slice(end, span.start) + inserted;
    end = span.end;
  }
  return { span: { start: first.span.start, end }, text: replacement };
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.text === b.text && a.span.start === b.span.start && a.span.end === b.span.end;
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
