import * as l10n from '@vscode/l10n';
const WINDOW_MS = 60_000;
/** Below this span growth says more about chance than about the program. */
const LEAST_SPAN_MS = 10_000;
/** At most one point a second is kept: 60 a window. */
const SPACING_MS = 1_000;

interface Point {
  readonly at: number;
  readonly count: number;
}

/** How fast counts grow over the last minute, one series per key. Memory: 61 points per key that is still reported. */
export class GrowthMeter {
  #series = new Map<string, readonly Point[]>();

  /** Takes the counts of one moment (epoch ms); series of keys that are missing are forgotten. */
  record(at: number, counts: ReadonlyMap<string, number>): void {
    this.#series = new Map(
      [...counts].map(([key, count]) => [key, extend(this.#series.get(key) ?? [], { at, count })]),
    );
  }

  /** Net growth in the last minute; in the first minute, since the start. Undefined while too little time was seen to tell. */
  perMinute(key: string): number | undefined {
    const points = this.#series.get(key) ?? [];
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < LEAST_SPAN_MS) return undefined;
    return last.count - first.count;
  }

  clear(): void {
    this.#series.clear();
  }
}

function extend(points: readonly Point[], point: Point): readonly Point[] {
  const within = points.filter(({ at }) => point.at - at <= WINDOW_MS);
  const previous = within.at(-2);
  // The newest point is always kept exact; it is replaced while less than the spacing after its predecessor.
  const tooClose = previous !== undefined && point.at - previous.at < SPACING_MS;
  return [...(tooClose ? within.slice(0, -1) : within), point];
}

/** `+12/min`, or an empty text when nothing grows. */
export function growthText(perMinute: number | undefined): string {
  return perMinute === undefined || perMinute <= 0 ? '' : l10n.t('+{0}/min', perMinute);
}
