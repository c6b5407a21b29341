import type { Call } from '../evaluate/call.js';
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

/** Functions that throw on bad input only: of what is written out one knows that it is not. */
export const checker = (name: string): Native => {
  const check = thrower(name);
  const call = (given: Call): Value =>
    given.args.every(({ kind }) => kind === 'constant') ? UNKNOWN : (check.call?.(given) ?? UNKNOWN);
  return { ...check, call };
};

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
