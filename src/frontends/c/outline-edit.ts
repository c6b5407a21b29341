import type { Span } from '../../shared/span.js';
import { closingBrace } from './code.js';
import type { FunctionEntry, Outline, Parse, Staying } from './outline.js';
import { remembered } from './recent-syntax.js';
import type { TextEdit } from './text-edit.js';

/** The text that an outline was read from, and the one that came of it. */
interface Texts {
  readonly before: string;
  readonly after: string;
}

/**
 * The outline after an edit: of what the edit left as it was, no function is read again.
 * @param read reads the new text, but for the functions that stay.
 */
export function outlineAfter(
  before: Outline,
  edit: TextEdit,
  texts: Texts,
  parse: Parse,
  read: (staying: Staying) => Outline,
): Outline {
  const edited = new EditedOutline(before, edit, texts, parse);
  return edited.inOneBody() ?? read(edited.staying());
}

class EditedOutline {
  constructor(
    private readonly before: Outline,
    private readonly edit: TextEdit,
    private readonly texts: Texts,
    private readonly parse: Parse,
  ) {}

  /**
   * The outline when only one function's body has changed, which declares nothing to others: everything is as it was, but
   * further on. Undefined when the edit reaches out of the body.
   */
  inOneBody(): Outline | undefined {
    const { before, texts } = this;
    const changed = before.functions.find((entry) => this.isInBody(entry));
    if (!changed || this.movesInitials()) return undefined;
    const open = changed.span.start + changed.head.length;
    const closes = closingBrace(texts.before, open) === changed.span.end - 1;
    const close = this.place(changed.span.end) - 1;
    if (!closes || closingBrace(texts.after, open) !== close) return undefined;
    // A macro that comes or goes means something to the functions behind it.
    if (texts.before.slice(open, changed.span.end).includes('#')) return undefined;
    if (texts.after.slice(open, close).includes('#')) return undefined;
    return { ...before, functions: before.functions.map((entry) => this.moved(entry)) };
  }

  /** The functions outside of classes, in which one and the same text may mean something else when the class changes. */
  staying(): Staying {
    const entries = this.before.functions.filter(
      (entry) => entry.owner === undefined && this.isUntouched(entry.span),
    );
    const byStart = new Map(entries.map((entry) => [this.place(entry.span.start), entry]));
    return ({ start, end }) => {
      const entry = byStart.get(start);
      return entry && this.place(entry.span.end) === end ? this.moved(entry) : undefined;
    };
  }

  /** Between the braces. */
  private isInBody({ span, head }: FunctionEntry): boolean {
    return span.start + head.length < this.edit.start && this.edit.oldEnd < span.end;
  }

  /** Values of fields are kept as syntax, with places of its own. */
  private movesInitials(): boolean {
    for (const { fields } of this.before.records.values())
      for (const { initial } of fields.values()) if (initial && initial.end > this.edit.start) return true;
    return false;
  }

  /** Neither in the edit nor beside it. */
  private isUntouched({ start, end }: Span): boolean {
    return end < this.edit.start || this.edit.oldEnd < start;
  }

  private moved(entry: FunctionEntry): FunctionEntry {
    const { parse } = this;
    const span = this.placed(entry.span);
    const text = this.isUntouched(entry.span) ? entry.text : this.texts.after.slice(span.start, span.end);
    const syntax = remembered(text.length, () => parse(text, span.start));
    return { ...entry, span, nameSpan: this.placed(entry.nameSpan), text, syntax };
  }

  private placed({ start, end }: Span): Span {
    return { start: this.place(start), end: this.place(end) };
  }

  private place(at: number): number {
    const { newEnd, oldEnd } = this.edit;
    return at < oldEnd ? at : at + newEnd - oldEnd;
  }
}
