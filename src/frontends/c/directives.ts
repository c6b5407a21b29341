/** A preprocessor line, with those that continue it when the pattern takes them in. */
export interface Directive {
  /** Where its line begins. */
  readonly start: number;
  readonly end: number;
  readonly match: RegExpExecArray;
}

/**
 * The preprocessor lines of a text that match a pattern, in its order; what one has taken in is not looked at again.
 * Only lines with a `#` are looked at, which is much faster than a search by a pattern.
 * @param pattern sticky, from behind the `#` on.
 */
export function* directives(text: string, pattern: RegExp): Generator<Directive, void, undefined> {
  for (let hash = text.indexOf('#'), next = 0; hash >= 0; hash = text.indexOf('#', next)) {
    next = hash + 1;
    const start = startOfLine(text, hash);
    if (start === undefined) continue;
    pattern.lastIndex = next;
    const match = pattern.exec(text);
    if (!match) continue;
    next = match.index + match[0].length;
    yield { start, end: next, match };
  }
}

/** Where the line of a `#` begins, if nothing but blanks stands before it. */
function startOfLine(text: string, hash: number): number | undefined {
  let at = hash;
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--;
  return at === 0 || /[\n\r\u2028\u2029]/.test(text[at - 1] ?? '') ? at : undefined;
}
