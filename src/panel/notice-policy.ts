/** What one look at a process says that matters for a notice. */
export interface NoticeInput {
  /** Of the process. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many of its sockets are stuck. */
  readonly stuck: number;
}

/** So many looks in a row must agree: a program that catches up needs no notice. */
const LOOKS = 3;
/** A count that only grows is told of when it grew over so long a time, by so many sockets, in so many steps. */
const GROWS_FOR_MS = 60_000;
const GROWS_BY = 5;
const GROWS_STEPS = 4;

interface Watch {
  readonly above: number;
  readonly growing: {
    readonly since: number;
    readonly from: number;
    readonly steps: number;
    readonly last: number;
  };
}

/** Decides when a notice is due: at most once per root session, by a threshold or because a count only grows. */
export class NoticePolicy {
  readonly #watches = new Map<string, Watch>();
  #told = false;

  /** @param threshold sockets of one process; 0 = never. */
  constructor(private readonly threshold: () => number) {}

  /** Another session: a notice may be given again. */
  reset(): void {
    this.#told = false;
    this.#watches.clear();
  }

  /** True when the user should be told now. */
  isDue(input: NoticeInput): boolean {
    const threshold = this.threshold();
    if (threshold <= 0 || this.#told) return false;
    const watch = next(this.#watches.get(input.key), input, threshold);
    this.#watches.set(input.key, watch);
    this.#told = watch.above >= LOOKS || onlyGrows(watch, input.at);
    return this.#told;
  }
}

function next(before: Watch | undefined, { at, stuck }: NoticeInput, threshold: number): Watch {
  const above = stuck >= threshold ? (before?.above ?? 0) + 1 : 0;
  const growing = before?.growing;
  if (growing === undefined || stuck < growing.last) {
    return { above, growing: { since: at, from: stuck, steps: 0, last: stuck } };
  }
  const steps = growing.steps + (stuck > growing.last ? 1 : 0);
  return { above, growing: { ...growing, steps, last: stuck } };
}

function onlyGrows({ growing }: Watch, at: number): boolean {
  const { since, from, steps, last } = growing;
  return at - since >= GROWS_FOR_MS && last - from >= GROWS_BY && steps >= GROWS_STEPS;
}
