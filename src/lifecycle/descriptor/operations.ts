import type { BlockId, Graph, Op } from '../ir.js';

type Open = Extract<Op, { op: 'open' }>;
type Read = Extract<Op, { op: 'read' }>;
type Call = Extract<Op, { op: 'call' }>;

interface Operations {
  readonly opens: readonly Open[];
  readonly reads: readonly Read[];
  readonly calls: readonly { readonly call: Call; readonly block: BlockId }[];
  /** All but those that only set or end a place: where a socket may get from one place to another. */
  readonly flows: readonly Op[];
}

const cache = new WeakMap<Graph, Operations>();

/** The operations of a graph that make sockets, read them, move them and call. */
export function operationsOf(graph: Graph): Operations {
  const known = cache.get(graph);
  if (known) return known;
  const ops = graph.blocks.flatMap((block) => block.ops);
  const operations = {
    opens: ops.filter((op) => op.op === 'open'),
    reads: ops.filter((op) => op.op === 'read'),
    calls: graph.blocks.flatMap(({ id, ops }) =>
      ops.flatMap((op) => (op.op === 'call' ? [{ call: op, block: id }] : [])),
    ),
    flows: ops.filter(({ op }) => op !== 'assign' && op !== 'drop' && op !== 'open'),
  };
  cache.set(graph, operations);
  return operations;
}
