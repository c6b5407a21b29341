import type { Span } from '../../shared/span.js';
import { CHAR, closingBrace, endOfCodeless } from './code.js';

/** A text with nothing between the braces of its functions: what an outline is read from. */
export class Skeleton {
  readonly text: string;
  /** False where brackets do not match: then nothing is left out. */
  readonly isBare: boolean;
  /** Where in this text something was left out, and how much up to there. */
  private readonly cuts: number[] = [];
  private readonly missing: number[] = [];

  /** Most of a text is bodies, of which few are ever looked at, and each by itself. */
  constructor(whole: string) {
    const pieces: string[] = [];
    let from = 0;
    let missing = 0;
    const bodies = new Bodies(whole).found ?? new Bodies(whole, true).found;
    this.isBare = bodies !== undefined;
    for (const { start, end } of bodies ?? []) {
      pieces.push(whole.slice(from, start));
      this.cuts.push(start - missing);
      missing += end - start;
      this.missing.push(missing);
      from = end;
    }
    this.text = pieces.join('') + whole.slice(from);
  }

  /** Where something that begins, or ends, at an offset of this text stands in the whole one. */
  place(offset: number): number {
    return offset + this.missingBefore(offset);
  }

  private missingBefore(offset: number): number {
    let [low, high] = [0, this.cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cuts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.missing[low - 1] ?? 0;
  }
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

  /** @param byColumn the brace that begins a line closes a body that begins at one: half-typed code stays in its function. */
  constructor(
    private readonly text: string,
    private readonly byColumn = false,
  ) {
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
    const close = isBody ? this.closing(open) : closingBrace(this.text, open);
    this.isMatching = close !== undefined;
    this.isValue = false;
    if (close === undefined) return open;
    if (isBody) this.bodies.push({ start: open + 1, end: close });
    return close;
  }

  private closing(open: number): number | undefined {
    const { text } = this;
    const close = closingBrace(text, open);
    const isAtMargin = /\S/.test(text[text.lastIndexOf('\n', open) + 1] ?? '');
    if (!this.byColumn || !isAtMargin) return close;
    const line = text.indexOf('\n', open);
    if (close !== undefined && close < line) return close;
    const margin = text.indexOf('\n}', open);
    return margin < 0 ? undefined : margin + 1;
  }

  private isHeaded(open: number): boolean {
    const { lastParen, text } = this;
    const isNear = lastParen >= 0 && open - lastParen < LONGEST_QUALIFIERS;
    return isNear && QUALIFIERS.test(text.slice(lastParen + 1, open));
  }
}
