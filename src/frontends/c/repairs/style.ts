import { textOf, type Syntax } from '../syntax.js';
import type { TextEdit } from '../../../shared/span.js';
import { isStatement, parentOf } from './place-in-text.js';

/** The white space a line begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** One step of indentation as the text does it: a tab, or as many spaces as the first indented line has. */
export function indentStep(text: string): string {
  const match = /^(\t| {2,8})(?=[^\s*])/m.exec(text);
  return match?.[1] ?? '    ';
}

/** `if (x) {` or the brace on a line of its own. */
function braceAfter(text: string, indent: string): string {
  return /\)[ \t]*\{[ \t]*\r?$/m.test(text.replaceAll(/^\w[^\n]*\)[ \t]*\{/gm, '')) ||
    !/^\s+\{\s*$/m.test(text)
    ? ' {'
    : `\n${indent}{`;
}

/** Puts lines before a statement; a statement that is the whole body of an `if` or a loop gets braces. */
export function insertBefore(
  text: string,
  path: readonly Syntax[],
  statement: Syntax,
  lines: readonly string[],
): TextEdit[] {
  const parent = parentOf(path, statement);
  if (!parent || isList(parent)) return [{ span: at(statement.start), text: ahead(text, statement, lines) }];
  return wrapped(text, parent, statement, (inner) => joined(lines, inner) + textOf(statement));
}

/** Puts lines behind a statement. */
export function insertAfter(
  text: string,
  path: readonly Syntax[],
  statement: Syntax,
  lines: readonly string[],
): TextEdit[] {
  const parent = parentOf(path, statement);
  if (!parent || isList(parent)) return [{ span: at(statement.end), text: behind(text, statement, lines) }];
  return wrapped(
    text,
    parent,
    statement,
    (inner) => textOf(statement) + lines.map((line) => `\n${inner}${line}`).join(''),
  );
}

function ahead(text: string, statement: Syntax, lines: readonly string[]): string {
  return sharesLine(text, statement, lines)
    ? `${lines.join(' ')} `
    : joined(lines, indentAt(text, statement.start));
}

function behind(text: string, statement: Syntax, lines: readonly string[]): string {
  const between = sharesLine(text, statement, lines) ? ' ' : `\n${indentAt(text, statement.start)}`;
  return lines.map((line) => between + line).join('');
}

/** `{ log(fd); return; }` stays on its line when a short statement joins it. */
function sharesLine(text: string, statement: Syntax, lines: readonly string[]): boolean {
  const before = text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  return lines.length === 1 && before.trim() !== '' && !textOf(statement).includes('\n');
}

/** Puts lines in the place of a statement. */
export function replace(
  text: string,
  path: readonly Syntax[],
  statement: Syntax,
  lines: readonly string[],
): TextEdit[] {
  const parent = parentOf(path, statement);
  const [last = '', ...before] = lines.toReversed();
  if (!parent || isList(parent)) {
    const indent = indentAt(text, statement.start);
    return [{ span: statement, text: joined(before.toReversed(), indent) + last }].map(plain);
  }
  return wrapped(text, parent, statement, (inner) => joined(before.toReversed(), inner) + last);
}

/** Puts lines before a block's closing brace. */
export function insertAtEnd(text: string, block: Syntax, lines: readonly string[]): TextEdit[] {
  const brace = block.end - 1;
  const lineStart = text.lastIndexOf('\n', brace) + 1;
  const last = block.kids.findLast(isStatement);
  const ownLine = text.slice(lineStart, brace).trim() === '';
  if (!ownLine) return [{ span: at(brace), text: `${lines.join(' ')} ` }];
  const indent =
    last && text.slice(0, last.start).includes('\n')
      ? lineIndent(text, block, last)
      : indentAt(text, brace) + indentStep(text);
  return [{ span: at(lineStart), text: lines.map((line) => `${indent}${line}\n`).join('') }];
}

/** The indentation of a block's statements: the least of theirs, since one may be a label or be set apart. */
function lineIndent(text: string, block: Syntax, last: Syntax): string {
  const own = indentAt(text, last.start);
  const outer = indentAt(text, block.end - 1);
  const wanted = outer + indentStep(text);
  return own.length > outer.length && own.length <= wanted.length ? own : wanted;
}

function isList({ type }: Syntax): boolean {
  return /^(?:compound_statement|case_statement|labeled_statement|preproc_\w+|translation_unit)$/.test(type);
}

function at(offset: number): { start: number; end: number } {
  return { start: offset, end: offset };
}

function plain({ span: { start, end }, text }: TextEdit): TextEdit {
  return { span: { start, end }, text };
}

/** Lines that each end in a line break and the indentation for what follows. */
function joined(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${line}\n${indent}`).join('');
}

function wrapped(
  text: string,
  parent: Syntax,
  statement: Syntax,
  body: (indent: string) => string,
): TextEdit[] {
  const indent = indentAt(text, parent.type === 'else_clause' ? parent.start : parent.start);
  const inner = indent + indentStep(text);
  const head = text.slice(0, statement.start).trimEnd().length;
  const opening = braceAfter(text, indent);
  const after = /^\s*else\b/.exec(text.slice(statement.end));
  const tail = after && opening === ' {' ? ' ' : '';
  const end = statement.end + (tail === ' ' ? (after?.[0].search(/\S/) ?? 0) : 0);
  return [
    {
      span: { start: head, end },
      text: `${opening}\n${inner}${body(inner)}\n${indent}}${tail}`,
    },
  ];
}
