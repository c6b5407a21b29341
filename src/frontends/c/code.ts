/** Comments, strings and characters: what is no code. */
export const CODELESS = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** Code units of what the structure of a text hangs on. */
export const CHAR = {
  newline: 10,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  openParen: 40,
  closeParen: 41,
  star: 42,
  slash: 47,
  semicolon: 59,
  equals: 61,
  backslash: 92,
  openBrace: 123,
  closeBrace: 125,
} as const;

/**
 * Where a comment, string, character or preprocessor line that begins at an offset ends; the offset itself where code stands.
 * By letters, since most of a text is looked at one by one.
 */
export function endOfCodeless(text: string, at: number): number {
  switch (text.charCodeAt(at)) {
    case CHAR.slash:
      return endOfComment(text, at);
    case CHAR.quote:
    case CHAR.apostrophe:
      return endOfQuoted(text, at);
    case CHAR.hash:
      return endOfDirective(text, at);
    default:
      return at;
  }
}

function endOfComment(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  if (second === CHAR.star) return orEnd(text, text.indexOf('*/', at + 2), 2);
  return second === CHAR.slash ? orEnd(text, text.indexOf('\n', at), 0) : at;
}

function orEnd(text: string, found: number, length: number): number {
  return found < 0 ? text.length : found + length;
}

/** A quote that its line does not close is none: it stands in what is no code for another reason. */
function endOfQuoted(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (letter === quote) return i + 1;
    if (letter === CHAR.newline) return at;
    if (letter === CHAR.backslash) i++;
  }
  return at;
}

function endOfDirective(text: string, at: number): number {
  for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', end + 1))
    if (!/\\\r?$/.test(text.slice(Math.max(at, end - 2), end))) return end;
  return text.length;
}

/** Where the block closes whose brace opens at an offset; undefined when nothing closes it. */
export function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === CHAR.openBrace) depth++;
    else if (letter === CHAR.closeBrace && --depth === 0) return at;
    else if (letter <= CHAR.slash) at = Math.max(at, endOfCodeless(text, at) - 1);
  }
  return undefined;
}
