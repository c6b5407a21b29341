import type { Graph, Op, Place } from '../ir.js';

const cache = new WeakMap<Graph, ReadonlySet<Place>>();

type Assign = Extract<Op, { op: 'assign' }>;

/**
 * The numbers a graph counts in one direction only. Of one that goes up and down no bound lasts: to follow it multiplies the
 * states of a server that keeps the number of its connections, and tells nothing.
 */
export function countersOf(graph: Graph): ReadonlySet<Place> {
  const known = cache.get(graph);
  if (known) return known;
  const steps = graph.blocks.flatMap(({ ops }) => ops.filter(isStep));
  const up = new Set(steps.filter(({ by = 0 }) => by > 0).map(({ into }) => into));
  const down = new Set(steps.filter(({ by = 0 }) => by < 0).map(({ into }) => into));
  const counters = new Set([...up, ...down].filter((place) => up.has(place) !== down.has(place)));
  cache.set(graph, counters);
  return counters;
}

function isStep(op: Op): op is Assign {
  return op.op === 'assign' && op.by !== undefined;
}
