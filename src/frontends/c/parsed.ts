import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import { withoutSplits } from './alternatives.js';
import { withoutAnnotations, type Plain } from './annotations.js';
import { macrosOf, type Macros } from './macros.js';
import { emptyOutline, outlineOf, type Outline, type Reparse } from './outline.js';
import { outlineAfter, type Change } from './outline-edit.js';
import { syntaxOf, type Code, type Syntax } from './syntax.js';

/** A text with its syntax read as far as its outline. */
export interface ParsedText {
  readonly text: string;
  /** The text the tree was read from: of the same length, without annotations. */
  readonly plain: Plain;
  readonly macros: Macros;
  readonly outline: Outline;
  /** Frees the parser's memory; what was not yet copied out of the tree is then read as an error. */
  dispose(): void;
}

/** Reads a text; with the text of the same file before it, parsing costs only what changed (tree-sitter's incremental parsing). */
export function parseText(
  text: string,
  context: Macros,
  parser: Parser,
  before?: ParsedText,
  beforeStays = false,
): ParsedText {
  const macros = macrosOf(text);
  const plain = withoutAnnotations(
    withoutSplits(text),
    context.size === 0 ? macros : new Map([...context, ...macros]),
  );
  const change = before && edited(before, plain.text, beforeStays);
  const tree = parser.parse(plain.text, change?.tree);
  if (!tree) return { text, plain, macros, outline: emptyOutline(), dispose: () => undefined };
  const code: LiveCode = { text: plain.text, gone: false };
  const reparse: Reparse = (part, start) => reparsed(part, start, code, parser);
  const outline =
    before && change && isAllOfIt(change.edit, before.text, text)
      ? outlineAfter(before.outline, change, tree, code, reparse)
      : outlineOf(tree.rootNode, code, reparse);
  if (beforeStays) change?.tree.delete();
  const parsed: ParsedText = {
    text,
    plain,
    macros,
    outline,
    dispose: () => {
      if (!code.gone) tree.delete();
      code.gone = true;
      trees.delete(parsed);
    },
  };
  trees.set(parsed, tree);
  return parsed;
}

/** One function by itself; a member outside of its class reads the same. */
function reparsed(text: string, start: number, code: Code, parser: Parser): Syntax {
  const tree = parser.parse(text);
  const node = tree?.rootNode.namedChildren.find((kid) => kid.type === 'function_definition');
  const syntax = node && syntaxOf(node, code, start);
  tree?.delete();
  return syntax ?? { type: 'ERROR', field: undefined, start, end: start + text.length, code, kids: [] };
}

interface LiveCode extends Code {
  gone: boolean;
}

const trees = new WeakMap<ParsedText, Tree>();

function edited(before: ParsedText, text: string, stays: boolean): Change | undefined {
  const own = trees.get(before);
  const tree = stays ? own?.copy() : own;
  if (!stays) trees.delete(before);
  if (!tree) return undefined;
  const edit = editBetween(before.plain.text, text);
  tree.edit(edit);
  return { edit, tree };
}

/** True when the texts differ nowhere else either, such as in what is not read at all. */
function isAllOfIt({ startIndex, oldEndIndex, newEndIndex }: Edit, before: string, after: string): boolean {
  return (
    before.slice(0, startIndex) === after.slice(0, startIndex) &&
    before.slice(oldEndIndex) === after.slice(newEndIndex)
  );
}

/** The one stretch in which two texts differ, as tree-sitter wants to hear of it. */
function editBetween(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  const start = agreeing(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const tail = agreeing(
    most - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) ===
      after.slice(after.length - to, after.length - from),
  );
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

/** How many characters agree from the first on; comparing stretches is much faster than characters. */
function agreeing(most: number, isSame: (from: number, to: number) => boolean): number {
  let agreed = 0;
  for (let step = 4096; step >= 1; step = Math.floor(step / 8))
    while (agreed + step <= most && isSame(agreed, agreed + step)) agreed += step;
  return agreed;
}

function pointAt(text: string, index: number): { row: number; column: number } {
  let row = 0;
  let line = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
    row++;
    line = at + 1;
  }
  return { row, column: index - line };
}
