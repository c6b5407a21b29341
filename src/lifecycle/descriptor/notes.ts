import type { Graph, Op } from '../ir.js';
import { writesOutside } from './deeds.js';
import { exactly, isSame } from './interval.js';
import type { Known } from './known.js';
import type { State } from './state.js';

const NONE = exactly(0);

/** True when an operation writes something where others can see it. Nothing added is nothing told. */
export function tells(op: Op, graph: Graph, known: Known): boolean {
  if (op.op === 'assign' && op.adds !== undefined && isSame(known.value(op.adds), NONE)) return false;
  return writesOutside(op, graph);
}

/** The same state with a note left. */
export function signalled(state: State): State {
  return state.held ? state.holding({ ...state.held, signalled: true }) : state;
}
