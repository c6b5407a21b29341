import { GraphBuilder } from '../../../src/lifecycle/graph-builder.js';
import type { Graph, GraphId, Op, Origin } from '../../../src/lifecycle/ir.js';
import type { EventProgram } from '../../../src/lifecycle/stream/index.js';

type Distribute<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Step = Distribute<Op>;

let offset = 0;

/** An operation at a place of its own. */
function placed(op: Step): Op {
  offset += 10;
  return { ...op, at: { start: offset, end: offset + 1 } };
}

/** A graph of operations in a row. */
export function straight(id: GraphId, ...steps: Step[]): Graph {
  const builder = new GraphBuilder(id, id, { start: 0, end: 0 }, []);
  for (const step of steps) builder.emit(placed(step));
  return builder.finish();
}

/** A graph that does the first steps, then either of two things. */
export function forked(
  id: GraphId,
  first: readonly Step[],
  yes: readonly Step[],
  no: readonly Step[],
): Graph {
  const builder = new GraphBuilder(id, id, { start: 0, end: 0 }, []);
  for (const step of first) builder.emit(placed(step));
  const [a, b] = [builder.label(), builder.label()];
  builder.branch(a);
  builder.branch(b);
  builder.seal();
  for (const [label, steps] of [[a, yes] as const, [b, no] as const]) {
    builder.place(label);
    for (const step of steps) builder.emit(placed(step));
    builder.halt('return');
  }
  return builder.finish();
}

export function program(...graphs: Graph[]): EventProgram {
  const [root] = graphs;
  return {
    path: '/hand-written.js',
    graphs: new Map(graphs.map((graph) => [graph.id, graph])),
    roots: root ? [root.id] : [],
    survives: false,
  };
}

export const SOCKET = 'socket#1';

export function opened(more: Partial<Origin> = {}): Step {
  const origin: Origin = { api: 'net connection', kind: 'accepted', halfOpen: false, ...more };
  return { op: 'open', into: SOCKET, origin, name: 'socket' };
}

export function on(event: string, handler?: GraphId, handle = SOCKET): Step {
  return { op: 'listen', handle, event, handler };
}
