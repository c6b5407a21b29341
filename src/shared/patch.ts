import { applyEdits, type TextEdit } from './span.js';

/** A text and what has been changed in it so far; further changes are given in the changed text's offsets. */
export class Patch {
  readonly text: string;

  constructor(
    private readonly original: string,
    readonly edits: readonly TextEdit[] = [],
  ) {
    this.text = applyEdits(original, edits);
  }

  /** This patch with more edits, which must not overlap each other. */
  with(more: readonly TextEdit[]): Patch {
    return [...more]
      .sort((a, b) => b.span.start - a.span.start)
      .reduce((patch: Patch, edit) => patch.plus(edit), this);
  }

  /** Where an offset of the original lies now; inserted text at the offset comes before it. */
  now(offset: number): number {
    let shift = 0;
    for (const { span, text } of this.edits)
      if (span.end <= offset) shift += text.length - (span.end - span.start);
    return offset + shift;
  }

  private plus(edit: TextEdit): Patch {
    const touched = this.ordered().filter((own) => this.touches(own, edit));
    const first = touched[0];
    const last = touched.at(-1);
    if (!first || !last) {
      const start = this.before(edit.span.start);
      const end = this.before(edit.span.end);
      return new Patch(this.original, [...this.edits, { span: { start, end }, text: edit.text }]);
    }
    return this.merged(first, last, touched, edit);
  }

  /** One edit in the place of those it touches. */
  private merged(first: TextEdit, last: TextEdit, touched: readonly TextEdit[], edit: TextEdit): Patch {
    const nowStart = Math.min(this.startNow(first), edit.span.start);
    const nowEnd = Math.max(this.startNow(last) + last.text.length, edit.span.end);
    const text =
      this.text.slice(nowStart, edit.span.start) + edit.text + this.text.slice(edit.span.end, nowEnd);
    const start = first.span.start - (this.startNow(first) - nowStart);
    const end = last.span.end + (nowEnd - this.startNow(last) - last.text.length);
    const others = this.edits.filter((own) => !touched.includes(own));
    return new Patch(this.original, [...others, { span: { start, end }, text }]);
  }

  private ordered(): TextEdit[] {
    return [...this.edits].sort((a, b) => a.span.start - b.span.start);
  }

  private startNow(edit: TextEdit): number {
    return this.edits
      .filter(({ span }) => span.end <= edit.span.start && span.start < edit.span.start)
      .reduce((at, { span, text }) => at + text.length - (span.end - span.start), edit.span.start);
  }

  private touches(own: TextEdit, edit: TextEdit): boolean {
    const start = this.startNow(own);
    return edit.span.start <= start + own.text.length && edit.span.end >= start;
  }

  /** The original offset of one that lies in no edit. */
  private before(offset: number): number {
    return this.ordered().reduce((at, own) => {
      const isBefore = this.startNow(own) + own.text.length <= offset;
      return isBefore ? at - own.text.length + (own.span.end - own.span.start) : at;
    }, offset);
  }
}
