import type { BlockId, Graph, Op } from '../ir.js';

type Call = Extract<Op, { op: 'call' }>;

/** True when no path of the graph comes back to the caller: `die()`, or a child's main loop that ends in `exit`. */
export function neverReturns(
  graph: Graph,
  callee: (call: Call, from: Graph) => Graph | undefined,
  memo: WeakMap<Graph, boolean>,
): boolean {
  const before = memo.get(graph);
  if (before !== undefined) return before;
  memo.set(graph, false);
  const stops = (op: Op): boolean => {
    const called = op.op === 'call' && !op.concurrent ? callee(op, graph) : undefined;
    return called !== undefined && neverReturns(called, callee, memo);
  };
  const answer = !comesBack(graph, stops);
  memo.set(graph, answer);
  return answer;
}

function comesBack(graph: Graph, stops: (op: Op) => boolean): boolean {
  const reached = new Set<BlockId>([graph.entry]);
  for (const id of reached) {
    const block = graph.blocks[id];
    if (!block || block.ops.some(stops)) continue;
    if (block.leaves === 'return' || block.leaves === 'throw') return true;
    for (const edge of block.edges) reached.add(edge.to);
  }
  return false;
}
