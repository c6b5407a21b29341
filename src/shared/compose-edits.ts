import type { TextEdit } from './span.js';

/** An edit of the first step, and where its text stands afterwards. */
interface Placed {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  text: string;
}

/**
 * Two steps as one: the edits that lead from the first text to the third, when `first` leads to the second and `second`
 * on from there. Undefined when an edit of the second step reaches into what the first one wrote and beyond it.
 */
export function composeEdits(
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): readonly TextEdit[] | undefined {
  const placed = place(first);
  const more: TextEdit[] = [];
  for (const edit of byStart(second).reverse()) {
    const host = placed.find(({ from, to }) => from <= edit.span.start && edit.span.end <= to);
    if (host) rewrite(host, edit);
    else if (placed.some(({ from, to }) => from < edit.span.end && edit.span.start < to)) return undefined;
    else more.unshift(movedBack(edit, placed));
  }
  return byStart([...placed.map(({ start, end, text }) => ({ span: { start, end }, text })), ...more]);
}

function byStart(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function place(edits: readonly TextEdit[]): Placed[] {
  let shift = 0;
  return byStart(edits).map(({ span: { start, end }, text }) => {
    const from = start + shift;
    shift += text.length - (end - start);
    return { from, to: from + text.length, start, end, text };
  });
}

/** Edits come from the last to the first: what stands before one is still where it was. */
function rewrite(host: Placed, { span, text }: TextEdit): void {
  const [before, behind] = [
    host.text.slice(0, span.start - host.from),
    host.text.slice(span.end - host.from),
  ];
  host.text = before + text + behind;
}

function movedBack({ span, text }: TextEdit, placed: readonly Placed[]): TextEdit {
  const last = placed.findLast(({ to }) => to <= span.start);
  const shift = last ? last.to - last.end : 0;
  return { span: { start: span.start - shift, end: span.end - shift }, text };
}

/** Where an offset of the text before the edits is afterwards. */
export function movedOn(offset: number, edits: readonly TextEdit[]): number {
  const last = place(edits).findLast(({ end }) => end <= offset);
  return last ? offset + last.to - last.end : offset;
}
