import type { Native, Value } from '../values.js';
import { native, UNKNOWN } from '../values.js';

/** Functions that do nothing to sockets and do not throw. */
export const quiet = (name: string): Native => native(name, () => UNKNOWN);

/** Functions that throw on bad input. */
export const thrower = (name: string): Native =>
  native(name, ({ act, node, frame }) => {
    act.mayThrow(node, frame);
    return UNKNOWN;
  });

/** A namespace all of whose functions are quiet. */
export function quietSpace(name: string, more: Readonly<Record<string, Value>> = {}): Native {
  const whole = quiet(name);
  return {
    ...whole,
    construct: () => UNKNOWN,
    member: (key) =>
      Object.hasOwn(more, key) ? more[key] : key === 'prototype' ? undefined : quiet(`${name}.${key}`),
  };
}
