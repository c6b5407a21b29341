import type { TSESTree } from '@typescript-eslint/types';
import type { Activation, NewOp } from './activation.js';
import type { Frame } from './frame.js';
import type { Value } from '../values.js';

/** Where a piece of syntax is read: the graph it goes into and the names it sees. */
export interface Scope {
  readonly act: Activation;
  readonly frame: Frame;
}

export function emit({ act, frame }: Scope, op: NewOp, node: TSESTree.Node): void {
  act.emit(op, node, frame);
}

/** The same code with a block's own names. */
export function inner({ act, frame }: Scope): Scope {
  return { act, frame: act.program.frame(frame, false) };
}

/** What flags are worth along a path: a number when the value is certain, 1 for any thing. */
export function worth(value: Value): number | undefined {
  if (value.kind === 'unknown' || value.kind === 'union') return undefined;
  if (value.kind !== 'constant') return 1;
  if (typeof value.value === 'number') return value.value;
  return value.value ? 1 : 0;
}

/** Remembers along the path what a variable or field was given. */
export function track(scope: Scope, place: string, value: Value, node: TSESTree.Node): void {
  const known = worth(value);
  emit(
    scope,
    known === undefined ? { op: 'assign', into: place } : { op: 'assign', into: place, value: known },
    node,
  );
}
