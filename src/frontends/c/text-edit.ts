/** The one stretch in which two texts differ, as offsets. */
export interface TextEdit {
  readonly start: number;
  /** Where it ends in the text before, and in the one after. */
  readonly oldEnd: number;
  readonly newEnd: number;
}

export function editBetween(before: string, after: string): TextEdit {
  const most = Math.min(before.length, after.length);
  const start = agreeing(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const tail = agreeing(
    most - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) ===
      after.slice(after.length - to, after.length - from),
  );
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** True when two texts differ nowhere else either. */
export function isAllOfIt({ start, oldEnd, newEnd }: TextEdit, before: string, after: string): boolean {
  return before.slice(0, start) === after.slice(0, start) && before.slice(oldEnd) === after.slice(newEnd);
}

/** How many characters agree from the first on; comparing stretches is much faster than characters. */
function agreeing(most: number, isSame: (from: number, to: number) => boolean): number {
  let agreed = 0;
  for (let step = 4096; step >= 1; step = Math.floor(step / 8))
    while (agreed + step <= most && isSame(agreed, agreed + step)) agreed += step;
  return agreed;
}
