import type { Graph, Op } from '../ir.js';

type Open = Extract<Op, { op: 'open' }>;
type Read = Extract<Op, { op: 'read' }>;

interface Operations {
  readonly opens: readonly Open[];
  readonly reads: readonly Read[];
  /** All but those that only set or end a place: where a socket may get from one place to another. */
  readonly flows: readonly Op[];
}

const cache = new WeakMap<Graph, Operations>();

/** The operations of a graph that make sockets, read them and move them. */
export function operationsOf(graph: Graph): Operations {
  const known = cache.get(graph);
  if (known) return known;
  const ops = graph.blocks.flatMap((block) => block.ops);
  const operations = {
    opens: ops.filter((op) => op.op === 'open'),
    reads: ops.filter((op) => op.op === 'read'),
    flows: ops.filter(({ op }) => op !== 'assign' && op !== 'drop' && op !== 'open'),
  };
  cache.set(graph, operations);
  return operations;
}
