/** A stretch of text: UTF-16 offsets from the start of the file, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a text. Edits of one repair never overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Applies non-overlapping edits to a text, whatever their order; two insertions at one place keep theirs. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].reverse().sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return ordered.reduce(
    (out, { span, text: insert }) => out.slice(0, span.start) + insert + out.slice(span.end),
    text,
  );
}
