import type { Span } from '../../../shared/span.js';

/** Statements of a file's top level that are parsed by themselves in search of the broken one. */
const MOST_STATEMENTS = 40;

/** Where a line begins a statement of the top level, in code that is indented as usual. */
const BEGINS = /^(?!(?:else|catch|finally|case|default)\b)[\w$@([{<'"`!+~/-]/;

/**
 * What may be left out so that the rest parses, the least first: the lines in which a parser stumbled at `offset`, else the
 * statement of the top level that does not parse by itself. A statement may lack its end, and the parser tells only where the
 * file ends: it is looked for backwards.
 */
export function* brokenRegions(
  text: string,
  offset: number,
  parses: (text: string) => boolean,
): Generator<Span> {
  const at = Math.min(offset, text.length);
  const before = text.slice(0, at).trimEnd().length;
  const line = lineAt(text, before);
  const lines = { start: line.start, end: lineAt(text, at).end };
  for (const each of lines.end === line.end ? [line] : [line, lines]) if (isWhole(text, each)) yield each;
  const broken = topLevel(text)
    .filter(({ start }) => start <= at)
    .slice(-MOST_STATEMENTS)
    .findLast(({ start, end }) => !parses(text.slice(start, end)));
  if (broken) yield broken;
}

function lineAt(text: string, offset: number): Span {
  const end = text.indexOf('\n', offset);
  return { start: text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1, end: end < 0 ? text.length : end };
}

/** How a line goes on that is not the first of its statement. */
const GOES_ON =
  /^\s*(?:[)\]}.,;?:+*/%&|^=<>([`-]|(?:else|catch|finally|case|default|in|instanceof|of|as|satisfies)\b)/;

/**
 * Lines that begin a statement, close nothing that was opened before and leave no block open, with another statement behind
 * them: left out, they move no other code into another block or expression.
 */
function isWhole(text: string, { start, end }: Span): boolean {
  const lines = text.slice(start, end);
  let [depth, blocks] = [0, 0];
  for (const [bracket] of lines.matchAll(/[([{}\])]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    blocks += bracket === '{' ? 1 : bracket === '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  if (blocks !== 0) return false;
  const next = text.slice(end).trimStart();
  return lines.trim() !== '' && !GOES_ON.test(lines) && (next.startsWith('}') || !GOES_ON.test(next));
}

function topLevel(text: string): Span[] {
  const starts: number[] = [];
  for (let start = 0; start < text.length; start = lineAt(text, start).end + 1)
    if (BEGINS.test(text.slice(start, lineAt(text, start).end))) starts.push(start);
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}
