import type { StatePoint } from '../shared/panel-protocol.js';
import { TCP_STATES } from '../shared/tcp-state.js';

/**
 * Counts over the whole observation in at most `limit` points: when full, neighbours are merged, so that old and new
 * times are equally fine and memory stays flat. A merge keeps the maxima: a short peak is never lost.
 */
export class History {
  #points: StatePoint[] = [];
  #pending: StatePoint | undefined;
  #merged = 0;
  #samplesPerPoint = 1;
  #revision = 0;

  constructor(private readonly limit = 600) {}

  /** Grows when points that were there before changed: whoever copied them must copy all anew. */
  get revision(): number {
    return this.#revision;
  }

  add({ at, counts }: StatePoint): void {
    this.#pending = this.#pending === undefined ? { at, counts } : merge(this.#pending, { at, counts });
    this.#merged += 1;
    if (this.#merged >= this.#samplesPerPoint) this.#flush(this.#pending);
  }

  all(): readonly StatePoint[] {
    return this.#pending === undefined ? this.#points : [...this.#points, this.#pending];
  }

  clear(): void {
    this.#points = [];
    this.#pending = undefined;
    this.#merged = 0;
    this.#samplesPerPoint = 1;
    this.#revision += 1;
  }

  #flush(point: StatePoint): void {
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
    this.#revision += 1;
  }
}

function merge(a: StatePoint, b: StatePoint): StatePoint {
  const counts: { -readonly [S in keyof StatePoint['counts']]: number } = {};
  for (const state of TCP_STATES) {
    const [x, y] = [a.counts[state], b.counts[state]];
    if (x !== undefined || y !== undefined) counts[state] = Math.max(x ?? 0, y ?? 0);
  }
  return { at: b.at, counts };
}
