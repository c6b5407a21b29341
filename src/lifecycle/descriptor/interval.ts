import type { Comparison } from '../ir.js';

/** What is known of a number: all integers from `low` to `high`, both included, possibly infinite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const ANY: Interval = { low: -Infinity, high: Infinity };
/** A descriptor or stream that could be opened: 0 to 2 are taken (POSIX: the lowest number not in use). */
export const VALID: Interval = { low: 3, high: Infinity };
export const POSITIVE: Interval = { low: 1, high: Infinity };

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

export function isAny({ low, high }: Interval): boolean {
  return low === -Infinity && high === Infinity;
}

/** What both allow, or undefined when they exclude each other. */
export function meet(a: Interval, b: Interval): Interval | undefined {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return low > high ? undefined : { low, high };
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
  if (value.low === constant) return meet(value, { low: constant + 1, high: Infinity });
  if (value.high === constant) return meet(value, { low: -Infinity, high: constant - 1 });
  return value;
}
