import type { Graph, Op } from '../ir.js';
import type { Changes } from './changes.js';
import type { Deed } from './reach.js';
import type { Result } from './result.js';
import type { State } from './state.js';

type Call = Extract<Op, { op: 'call' }>;

/** What the automaton asks of the rest of the program. */
export interface Program {
  /** The graph a call goes to, when it is in reach and understood. */
  callee(call: Call, from: Graph): Graph | undefined;
  /** The same when it may do such a thing; to be asked first, because it is cheap. */
  doer(call: Call, from: Graph, deed: Deed): Graph | undefined;
  /** What a function does to a socket it gets. */
  effect(graph: Graph, entry: State): Result;
  /** The sockets a function makes and hands to its caller, with the ways it fails to. */
  yields(graph: Graph): readonly State[];
  /** The fields a function and its callees may write. */
  changes(graph: Graph): Changes;
  neverReturns(graph: Graph): boolean;
  /** Sockets that are stored are followed on by the names that remain, instead of being somebody else's. */
  readonly keeps: boolean;
  /** A table indexed by the number counts as somebody who can find it. */
  readonly tables: boolean;
}
