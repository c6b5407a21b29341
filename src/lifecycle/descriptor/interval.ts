import type { Comparison } from '../ir.js';

/** What is known of a number: all integers from `low` to `high`, both included, possibly infinite; or all of them but 0. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly nonzero?: true;
}

export const ANY: Interval = { low: -Infinity, high: Infinity };
/** A descriptor or stream that could be opened: 0 to 2 are taken (POSIX: the lowest number not in use). */
export const VALID: Interval = { low: 3, high: Infinity };
export const POSITIVE: Interval = { low: 1, high: Infinity };

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

export function isAny({ low, high, nonzero }: Interval): boolean {
  return low === -Infinity && high === Infinity && !nonzero;
}

export function isSame(a: Interval, b: Interval): boolean {
  return a.low === b.low && a.high === b.high && a.nonzero === b.nonzero;
}

/** What both allow, or undefined when they exclude each other. */
export function meet(a: Interval, b: Interval): Interval | undefined {
  return between(Math.max(a.low, b.low), Math.min(a.high, b.high), a.nonzero ?? b.nonzero ?? false);
}

/** The shortest way to say it; 0 is only spelled out as missing where it lies inside. */
function between(low: number, high: number, nonzero: boolean): Interval | undefined {
  const from = nonzero && low === 0 ? 1 : low;
  const to = nonzero && high === 0 ? -1 : high;
  if (from > to) return undefined;
  return nonzero && from < 0 && to > 0 ? { low: from, high: to, nonzero: true } : { low: from, high: to };
}

/** What remains of `value` when it compares so with a constant, or undefined when it cannot. */
export function compared(value: Interval, is: Comparison, constant: number): Interval | undefined {
  switch (is) {
    case '<':
      return meet(value, { low: -Infinity, high: constant - 1 });
    case '<=':
      return meet(value, { low: -Infinity, high: constant });
    case '>':
      return meet(value, { low: constant + 1, high: Infinity });
    case '>=':
      return meet(value, { low: constant, high: Infinity });
    case '==':
      return meet(value, exactly(constant));
    case '!=':
      return without(value, constant);
  }
}

function without(value: Interval, constant: number): Interval | undefined {
  if (constant === 0) return between(value.low, value.high, true);
  if (value.low === constant) return meet(value, { low: constant + 1, high: Infinity });
  if (value.high === constant) return meet(value, { low: -Infinity, high: constant - 1 });
  return value;
}
