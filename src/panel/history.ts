import type { Sample } from '../shared/sample.js';
import { TCP_STATES } from '../shared/tcp-state.js';

/** One point of the chart: the time (epoch ms) and the highest count of each state since the point before. */
export interface HistoryPoint {
  readonly at: number;
  readonly counts: Sample['counts'];
}

/**
 * Counts over the whole observation in at most `limit` points: when full, neighbours are merged, so that old and new
 * times are equally fine and memory stays flat. A merge keeps the maxima: a short peak is never lost.
 */
export class History {
  #points: HistoryPoint[] = [];
  #pending: HistoryPoint | undefined;
  #merged = 0;
  #samplesPerPoint = 1;

  constructor(private readonly limit = 600) {}

  /** Returns true when a whole new point was added. */
  add({ at, counts }: Sample): boolean {
    this.#pending = this.#pending === undefined ? { at, counts } : merge(this.#pending, { at, counts });
    this.#merged += 1;
    if (this.#merged < this.#samplesPerPoint) return false;
    this.#flush(this.#pending);
    return true;
  }

  all(): readonly HistoryPoint[] {
    return this.#pending === undefined ? this.#points : [...this.#points, this.#pending];
  }

  clear(): void {
    this.#points = [];
    this.#pending = undefined;
    this.#merged = 0;
    this.#samplesPerPoint = 1;
  }

  #flush(point: HistoryPoint): void {
    this.#points.push(point);
    this.#pending = undefined;
    this.#merged = 0;
    if (this.#points.length >= this.limit) this.#thin();
  }

  #thin(): void {
    this.#points = this.#points.flatMap((point, index, all) => {
      const next = all[index + 1];
      if (index % 2 === 1) return [];
      return [next === undefined ? point : merge(point, next)];
    });
    this.#samplesPerPoint *= 2;
  }
}

function merge(a: HistoryPoint, b: HistoryPoint): HistoryPoint {
  const counts: { -readonly [S in keyof Sample['counts']]: number } = {};
  for (const state of TCP_STATES) {
    const [x, y] = [a.counts[state], b.counts[state]];
    if (x !== undefined || y !== undefined) counts[state] = Math.max(x ?? 0, y ?? 0);
  }
  return { at: b.at, counts };
}
