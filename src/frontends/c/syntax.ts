import type { Node, TreeCursor } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';

/** The text a syntax tree was read from. */
export interface Code {
  readonly text: string;
  /** Set on the text of an expanded macro: the use that everything in it stands for. */
  readonly use?: Span;
}

/**
 * A node of the syntax tree, free of the parser's memory. Comments and punctuation are left out; operators and keywords
 * stay, as nodes whose type is their text. Types and fields are those of tree-sitter-c and tree-sitter-cpp.
 */
export interface Syntax {
  readonly type: string;
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly code: Code;
  readonly kids: readonly Syntax[];
}

const PUNCTUATION = new Set(['(', ')', '{', '}', ';', ',', '[', ']', '\n', 'comment']);

/** Where a letter of the text that was parsed stands in the code's. */
export type Placing = (offset: number) => number;

/** Copies a subtree out of the parser. */
export function syntaxOf(node: Node, code: Code, place: Placing = (offset) => offset): Syntax {
  const cursor = node.walk();
  const copied = copy(cursor, cursor.nodeType, code, place);
  cursor.delete();
  return copied;
}

/** Every question to the cursor crosses into the parser's memory, so each is asked once. */
function copy(cursor: TreeCursor, nodeType: string, code: Code, place: Placing): Syntax {
  const field = cursor.currentFieldName ?? undefined;
  const { startIndex, endIndex } = cursor;
  const start = place(startIndex);
  const end = endIndex > startIndex ? place(endIndex - 1) + 1 : start;
  const type = start === end && cursor.nodeIsMissing ? 'ERROR' : nodeType;
  const kids: Syntax[] = [];
  if (start < end && cursor.gotoFirstChild()) {
    do {
      const kidType = cursor.nodeType;
      if (!PUNCTUATION.has(kidType) || isMissing(cursor)) kids.push(copy(cursor, kidType, code, place));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { type, field, start, end, code, kids };
}

function isMissing(cursor: TreeCursor): boolean {
  return cursor.startIndex === cursor.endIndex && cursor.nodeIsMissing;
}

export function textOf(node: Syntax): string {
  return node.code.text.slice(node.start, node.end);
}

/** Where a node stands in the file; a node of an expanded macro stands where the macro is used. */
export function spanOf(node: Syntax): Span {
  return node.code.use ?? { start: node.start, end: node.end };
}

export function child(node: Syntax, field: string): Syntax | undefined {
  return node.kids.find((kid) => kid.field === field);
}

export function children(node: Syntax, field: string): Syntax[] {
  return node.kids.filter((kid) => kid.field === field);
}

/** The first node of a type on the way down, the node itself included. */
export function findFirst(node: Syntax, wanted: (node: Syntax) => boolean): Syntax | undefined {
  if (wanted(node)) return node;
  for (const kid of node.kids) {
    const found = findFirst(kid, wanted);
    if (found) return found;
  }
  return undefined;
}

/** Calls back for a node and everything in it, parents first; nothing below a node for which the call returns false. */
export function visit(node: Syntax, each: (node: Syntax) => boolean | undefined): void {
  if (each(node) === false) return;
  for (const kid of node.kids) visit(kid, each);
}

/** The operator of a unary, binary, assignment or field expression. */
export function operatorOf(node: Syntax): string {
  return child(node, 'operator')?.type ?? '';
}

/** Text without comments and with single spaces: the same for the same tokens. */
export function normalized(node: Syntax): string {
  return node.kids.length === 0
    ? textOf(node).trim()
    : textOf(node)
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim();
}
