import type { Span } from '../../shared/span.js';
import type { Graph, Op } from '../ir.js';
import type { Step } from '../leak.js';
import type { Held } from './held.js';
import type { State } from './state.js';

/** How the last name of an open socket goes. */
export type Loss = Readonly<{
  how: 'overwritten' | 'scope' | 'freed' | 'wiped' | 'erased' | 'leaves';
  /** The end of the way that loses it. */
  at: Span;
  /** What overwrites its last name, when that is further on. */
  by?: Span;
  graph: Graph;
  held: Held;
}>;

/** After the peer's FIN no way on from here ever closes the socket, nor leaves the function. */
export type Stuck = Readonly<{ at: Span; graph: Graph; held: Held }>;

/** A way out of a function, in the function's own names. */
export type Way = Readonly<{ leaves: 'return' | 'throw' | 'stop'; state: State; at: Span }>;

/** All that a function does to one socket from one entry state. */
export interface Result {
  readonly graph: Graph;
  readonly ways: readonly Way[];
  readonly losses: readonly Loss[];
  readonly stuck: readonly Stuck[];
  /** Some path closes it. */
  readonly closes: boolean;
  /** Calls that start a program which inherits it. */
  readonly inherited: ReadonlyMap<Op, Graph>;
  /** Some path stores it where others can reach it (asked only of `keeps`). */
  readonly stores: boolean;
  /** Some path closes it after that. */
  readonly closesKept: boolean;
  /** Some path hands it to somebody who is not looked at. */
  readonly escapes: boolean;
  /** The reads of it, here and in callees. */
  readonly followed: ReadonlySet<Op>;
  /** The operations that duplicate it, with their functions. */
  readonly duplicates: ReadonlyMap<Op, Graph>;
  /** False = too many states or an unsure text: nothing may be claimed. */
  readonly complete: boolean;
}

/** The same with the caller's steps before its own: a callee's result as a step of the caller's path. */
export function after<T extends { held: Held }>(found: T, before: Held): T {
  const trail: readonly Step[] = [...before.trail, ...found.held.trail];
  return { ...found, held: { ...found.held, origin: before.origin, trail } };
}
