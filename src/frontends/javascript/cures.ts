import type { Leak } from '../../lifecycle/leak.js';
import type { Repair } from '../../shared/finding.js';
import { Patch } from '../../shared/patch.js';
import type { Parsed } from './parse.js';
import { repairsFor } from './repairs/index.js';

/** A text that was understood, and what leaks in it. */
export interface Understood {
  readonly parsed: Parsed;
  readonly leaks: readonly Leak[];
}

/** Reads a text as if it stood in the file; undefined when it is not understood. */
export type Reread = (text: string) => Understood | undefined;

/** A socket that is left open on more ways than these gets no repair. */
const WAYS = 3;

/** The repairs after which a leak is gone: each is made and the result read again. The preferred one first. */
export function curesOf(leak: Leak, file: Understood, reread: Reread): Repair[] {
  const curing = repairsFor(leak, file.parsed).flatMap(
    (repair) => completed(repair, leak, file, reread, WAYS) ?? [],
  );
  return curing.map((repair, index) => ({
    ...repair,
    preferred: index === 0 && (repair.preferred || !repair.changesBehaviour),
  }));
}

/** The repair, if it cures; together with that of the other way that leaves the same socket open, if there is one. */
function completed(
  repair: Repair,
  leak: Leak,
  file: Understood,
  reread: Reread,
  ways: number,
): Repair | undefined {
  const patch = new Patch(file.parsed.text, repair.edits);
  const mended = reread(patch.text);
  if (!mended) return undefined;
  const gained = distinctPlaces(file.leaks, leak) - distinctPlaces(mended.leaks, leak);
  if (gained > 0) return repair;
  const other = gained === 0 && ways > 1 ? otherWay(leak, patch, file, mended) : undefined;
  if (!other) return undefined;
  for (const next of repairsFor(other, mended.parsed)) {
    const rest = completed(next, other, mended, reread, ways - 1);
    if (rest) return together(repair, rest, patch.with(rest.edits));
  }
  return undefined;
}

function together(repair: Repair, rest: Repair, { edits }: Patch): Repair {
  const changesBehaviour = repair.changesBehaviour || rest.changesBehaviour;
  const { title } = repair;
  return { ...repair, title: title.endsWith(MORE) ? title : title + MORE, edits, changesBehaviour };
}

const MORE = ', and on the other ways that leave it open';

/** The same socket, left open at another place than before. */
function otherWay(leak: Leak, patch: Patch, file: Understood, mended: Understood): Leak | undefined {
  const known = new Set(file.leaks.map(({ rule, at }) => `${rule} ${patch.now(at.start)}`));
  const opened = patch.now(leak.opened.start);
  return mended.leaks.find(
    ({ rule, at, opened: { start } }) => start === opened && !known.has(`${rule} ${at.start}`),
  );
}

/** Several ways to one place are one finding; a socket that no longer leaks may be worth advice. */
function distinctPlaces(leaks: readonly Leak[], { advice }: Leak): number {
  const alike = leaks.filter((leak) => advice === true || leak.advice !== true);
  return new Set(alike.map(({ rule, at }) => `${rule} ${at.start}`)).size;
}
