import type { Graph, Op, Place } from '../ir.js';
import { SPECIAL } from './vocabulary.js';

const cache = new WeakMap<Graph, ReadonlySet<Place>>();

/**
 * The variables of a graph that may point to records somebody else holds as well: they got their value from a place or a
 * call, not (only) from an allocation.
 */
export function borrowedRecords(graph: Graph): ReadonlySet<Place> {
  const known = cache.get(graph);
  if (known) return known;
  const ops = graph.blocks.flatMap((block) => block.ops);
  const fresh = new Set(ops.flatMap(allocated));
  const given = ops.flatMap((op) => got(op, fresh));
  const borrowed = new Set(given);
  cache.set(graph, borrowed);
  return borrowed;
}

function allocated(op: Op): readonly Place[] {
  return op.op === 'special' && op.name === SPECIAL.fresh ? op.places : [];
}

function got(op: Op, fresh: ReadonlySet<Place>): readonly Place[] {
  if (op.op === 'copy') return [op.into];
  if (op.op === 'call') return op.result === undefined ? [] : [op.result];
  return op.op === 'assign' && op.value === undefined && !fresh.has(op.into) ? [op.into] : [];
}
