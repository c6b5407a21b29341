import type { Span } from '../../shared/span.js';
import { CHAR, closingBrace, endOfCodeless } from './code.js';

/** A text without comments, preprocessor lines and what stands between the braces of functions: what an outline is read from. */
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
    const gaps = new Gaps(whole).found ?? new Gaps(whole, true).found;
    this.isBare = gaps !== undefined;
    for (const { start, end } of gaps ?? []) {
      pieces.push(whole.slice(from, start));
      this.cuts.push(start - missing);
      missing += end - start;
      this.missing.push(missing);
      from = end;
    }
    this.text = pieces.join('') + whole.slice(from);
  }

  /** Where a letter of this text stands in the whole one. */
  place(offset: number): number {
    let [low, high] = [0, this.cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cuts[middle] ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + (this.missing[low - 1] ?? 0);
  }
}

/** What may stand between the parameters of a function and its body. */
const QUALIFIERS = /^\s*(?:(?:const|noexcept|override|final|volatile)\b\s*)*$/;
const LONGEST_QUALIFIERS = 80;

/** What an outline does not need; bodies are found by brackets alone, behind a list of parameters. */
class Gaps {
  /** In the order of the text; undefined when its brackets do not match. */
  readonly found: readonly Span[] | undefined;
  private readonly gaps: Span[] = [];
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
    this.found = this.isMatching && this.parens === 0 && this.braces === 0 ? this.gaps : undefined;
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
        return this.codeless(at);
    }
  }

  /** A comment may be all that stands between two words. */
  private codeless(at: number): number {
    const { text } = this;
    const end = endOfCodeless(text, at);
    if (end === at) return at;
    const isGap =
      isLoose(text, at) && (at === 0 || /\s/.test(text[at - 1] ?? '') || /\s/.test(text[end] ?? ''));
    if (isGap) this.gaps.push({ start: at, end });
    return end - 1;
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
    if (isBody) this.gaps.push({ start: open + 1, end: close });
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

/** A comment or a preprocessor line: not a string. */
function isLoose(text: string, at: number): boolean {
  const letter = text.charCodeAt(at);
  return letter === CHAR.slash || letter === CHAR.hash;
}
