import type { Span } from '../../shared/span.js';
import type { Block, Edge, Fact, Graph, Op } from '../../lifecycle/ir.js';

let next = 0;

/** An offset behind which so many addresses belong to nobody else in this process. */
export function addressesFor(length: number): number {
  const offset = next;
  next += length + 1;
  return offset;
}

/** The same graph with all its spans so much further on. */
export function moved(graph: Graph, by: number): Graph {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  // An operation that stands in several blocks stays one operation.
  const ops = new Map<Op, Op>();
  const op = (each: Op): Op => {
    const other = ops.get(each) ?? { ...each, at: shift(each.at) };
    ops.set(each, other);
    return other;
  };
  const fact = (each: Fact): Fact => (each.fact === 'events' ? { ...each, at: shift(each.at) } : each);
  const edge = (each: Edge): Edge =>
    each.facts.length === 0 && !each.at
      ? each
      : { ...each, facts: each.facts.map(fact), ...(each.at ? { at: shift(each.at) } : {}) };
  const block = (each: Block): Block => ({ ...each, ops: each.ops.map(op), edges: each.edges.map(edge) });
  return { ...graph, at: shift(graph.at), blocks: graph.blocks.map(block) };
}

/** True when all operations of a graph stand in a stretch of text: none was taken from another function's or a class. */
export function isWithinText({ blocks }: Graph, { start, end }: Span): boolean {
  return blocks.every(({ ops }) => ops.every(({ at }) => start <= at.start && at.end <= end));
}
