import type { TextEdit } from '../../../shared/span.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import { isJump, isLoop, isStatement, parentOf, type Spot } from './place-in-text.js';
import { indentAt } from './style.js';

/** Where lines go. */
export interface Placed {
  readonly offset: number;
  readonly indent: string;
  /** Before what stands there, not behind it. */
  readonly before: boolean;
}

/** Where the socket is known to be valid: behind the statement that accepts it and the test that follows, or at the body's beginning. */
export function placeBehind({ path, unit }: Spot, name: string): Placed | undefined {
  const { text } = unit.parsed;
  const at = path.findLastIndex((node) => isStatement(node) && node.type !== 'compound_statement');
  const statement = path[at];
  if (!statement) return undefined;
  if (isLoop(statement)) return firstOf(child(statement, 'body'), text);
  if (statement.type === 'if_statement') return leaves(statement) ? behind(statement, text) : undefined;
  const siblings = parentOf(path, statement)?.kids ?? [];
  const rest = siblings.slice(siblings.indexOf(statement) + 1).filter(isStatement);
  const test = rest.find(({ type }) => type !== 'declaration');
  const declared = declarationsOf(rest).at(-1);
  if (test?.type !== 'if_statement' || !mentions(child(test, 'condition') ?? test, name))
    return behind(declared ?? statement, text);
  return leaves(test)
    ? behind(test, text)
    : (firstOf(child(test, 'consequence'), text) ?? behind(declared ?? statement, text));
}

function mentions(node: Syntax, name: string): boolean {
  return new RegExp(String.raw`\b${name}\b`).test(textOf(node));
}

/** The declarations a block begins with. */
function declarationsOf(statements: readonly Syntax[]): readonly Syntax[] {
  const end = statements.findIndex(({ type }) => type !== 'declaration');
  return end < 0 ? statements : statements.slice(0, end);
}

function leaves(test: Syntax): boolean {
  const then = child(test, 'consequence');
  const last = then?.type === 'compound_statement' ? then.kids.findLast(isStatement) : then;
  const exits =
    last !== undefined && /^(?:_?exit|abort|err|die|\w*error\w*|\w*fatal\w*)\s*\(/.test(textOf(last));
  return !child(test, 'alternative') && last !== undefined && (isJump(last) || exits);
}

function behind(statement: Syntax, text: string): Placed {
  return { offset: statement.end, indent: indentAt(text, statement.start), before: false };
}

export function firstOf(body: Syntax | undefined, text: string): Placed | undefined {
  const kids = body?.type === 'compound_statement' ? body.kids.filter(isStatement) : [];
  const declared = declarationsOf(kids).at(-1);
  const [first] = kids;
  if (declared) return behind(declared, text);
  return first ? { offset: first.start, indent: indentAt(text, first.start), before: true } : undefined;
}

export function inserted(
  { parsed: { text } }: FileUnit,
  { offset, indent, before }: Placed,
  lines: readonly string[],
): TextEdit {
  const span = { start: offset, end: offset };
  const own = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
  if (before && own) return { span, text: lines.map((line) => `${line}\n${indent}`).join('') };
  return { span, text: lines.map((line) => `\n${indent}${line}`).join('') };
}

/** The headers a repair needs, behind the one that declares sockets or the last there is. */
export function included({ parsed: { text } }: FileUnit, headers: readonly string[]): TextEdit[] {
  const lines = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>[^\n]*\n/gm)];
  const missing = headers.filter((header) => !lines.some(([, name]) => name === header));
  const last = lines.find(([, name]) => name === 'sys/socket.h') ?? lines.at(-1);
  if (missing.length === 0 || !last) return [];
  const offset = last.index + last[0].length;
  return [
    { span: { start: offset, end: offset }, text: missing.map((name) => `#include <${name}>\n`).join('') },
  ];
}
