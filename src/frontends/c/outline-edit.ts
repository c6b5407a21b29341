import type { Edit, Tree } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';
import type { FunctionEntry, Outline, Reparse } from './outline.js';
import { syntaxOf, type Code } from './syntax.js';

/**
 * The outline after an edit inside of one function's body, which declares nothing to others: everything is as it was, but
 * further on. Undefined when the edit, or what the parser made of it, reaches out of the body.
 */
export function outlineAfter(
  before: Outline,
  edit: Edit,
  old: Tree,
  now: Tree,
  code: Code,
  reparse: Reparse,
): Outline | undefined {
  const changed = before.functions.find((entry) => isInBody(entry, edit));
  if (!changed || hasInitials(before)) return undefined;
  const by = edit.newEndIndex - edit.oldEndIndex;
  const place = (at: number): number => (at < edit.oldEndIndex ? at : at + by);
  const span = placed(changed.span, place);
  const isInside = old
    .getChangedRanges(now)
    .every(({ startIndex, endIndex }) => span.start < startIndex && endIndex < span.end);
  if (!isInside || !definitionAt(now, span)) return undefined;
  const functions = before.functions.map((entry) => movedEntry(entry, place, now, code, reparse));
  return { ...before, functions };
}

function isInBody({ span, head }: FunctionEntry, { startIndex, oldEndIndex }: Edit): boolean {
  return span.start + head.length < startIndex && oldEndIndex < span.end;
}

/** Values of fields are kept as syntax, with places of its own. */
function hasInitials({ records }: Outline): boolean {
  for (const { fields } of records.values())
    for (const { initial } of fields.values()) if (initial) return true;
  return false;
}

function movedEntry(
  entry: FunctionEntry,
  place: (at: number) => number,
  tree: Tree,
  code: Code,
  reparse: Reparse,
): FunctionEntry {
  const span = placed(entry.span, place);
  const text = code.text.slice(span.start, span.end);
  let syntax: ReturnType<FunctionEntry['syntax']> | undefined;
  const read = () => {
    const node = code.gone ? undefined : definitionAt(tree, span);
    return node ? syntaxOf(node, code) : reparse(text, span.start);
  };
  return { ...entry, span, nameSpan: placed(entry.nameSpan, place), text, syntax: () => (syntax ??= read()) };
}

function definitionAt({ rootNode }: Tree, { start, end }: Span) {
  const node = rootNode.namedDescendantForIndex(start, end - 1);
  const isWhole = node?.type === 'function_definition' && node.startIndex === start && node.endIndex === end;
  return isWhole ? node : undefined;
}

function placed({ start, end }: Span, place: (at: number) => number): Span {
  return { start: place(start), end: place(end) };
}
