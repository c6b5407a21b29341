import type { Span } from '../../shared/span.js';
import { CHAR, closingBrace, endOfCodeless } from './code.js';

/**
 * The text with nothing in the bodies of its functions, of the same length: what an outline is read from. Most of a text is
 * bodies, of which few are ever looked at, and each by itself. Where the braces of a text do not match, it stays as it is.
 */
export function withoutBodies(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of new Bodies(text).found ?? []) {
    pieces.push(text.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

/** What may stand between the parameters of a function and its body. */
const QUALIFIERS = /^\s*(?:(?:const|noexcept|override|final|volatile)\b\s*)*$/;
const LONGEST_QUALIFIERS = 80;

/** The bodies that follow a list of parameters, found by brackets alone. */
class Bodies {
  /** What stands between their braces; undefined when the brackets of the text do not match. */
  readonly found: readonly Span[] | undefined;
  private readonly bodies: Span[] = [];
  private parens = 0;
  private braces = 0;
  private isMatching = true;
  /** Behind an `=`: a brace opens a list of values, or a lambda's body in one. */
  private isValue = false;
  private lastParen = -1;

  constructor(private readonly text: string) {
    for (let at = 0; at < text.length && this.isMatching; at++) at = this.passed(at);
    this.found = this.isMatching && this.parens === 0 && this.braces === 0 ? this.bodies : undefined;
  }

  /** Takes in what begins at an offset; gives its last one. */
  private passed(at: number): number {
    switch (this.text.charCodeAt(at)) {
      case CHAR.openParen:
        this.parens++;
        return at;
      case CHAR.closeParen:
        this.isMatching = --this.parens >= 0;
        this.lastParen = at;
        return at;
      case CHAR.equals:
        this.isValue ||= this.parens === 0;
        return at;
      case CHAR.semicolon:
        this.isValue &&= this.parens > 0;
        return at;
      case CHAR.openBrace:
        return this.block(at);
      case CHAR.closeBrace:
        this.isMatching = --this.braces >= 0;
        this.isValue = false;
        return at;
      default:
        return Math.max(at, endOfCodeless(this.text, at) - 1);
    }
  }

  private block(open: number): number {
    const isBody = this.parens === 0 && !this.isValue && this.isHeaded(open);
    if (!isBody && !this.isValue) {
      this.braces++;
      return open;
    }
    const close = closingBrace(this.text, open);
    this.isMatching = close !== undefined;
    this.isValue = false;
    if (close === undefined) return open;
    if (isBody) this.bodies.push({ start: open + 1, end: close });
    return close;
  }

  private isHeaded(open: number): boolean {
    const { lastParen, text } = this;
    const isNear = lastParen >= 0 && open - lastParen < LONGEST_QUALIFIERS;
    return isNear && QUALIFIERS.test(text.slice(lastParen + 1, open));
  }
}
