import type { Graph, Op, Place } from '../ir.js';

const cache = new WeakMap<Graph, ReadonlySet<Place>>();

/**
 * The variables of a graph that hold nothing but sockets it makes itself: whatever is done to them is done to a newcomer, not
 * to a connection that was there before.
 */
export function newcomers(graph: Graph): ReadonlySet<Place> {
  const known = cache.get(graph);
  if (known) return known;
  const ops = graph.blocks.flatMap((block) => block.ops);
  const others = new Set([...graph.params, ...ops.flatMap(given)]);
  const made = new Set(ops.flatMap((op) => (op.op === 'open' && !others.has(op.into) ? [op.into] : [])));
  cache.set(graph, made);
  return made;
}

/** The places that get any other value, or whose address is known elsewhere. */
function given(op: Op): Place[] {
  switch (op.op) {
    case 'copy':
      return [op.into];
    case 'assign':
      return op.value === undefined ? [op.into] : [];
    case 'read':
      return op.result === undefined ? [] : [op.result];
    case 'call':
      return [op.result, ...op.args].flatMap((place) => place?.replace(/^&/, '') ?? []).filter(isResult(op));
    case 'special':
      return [...op.places.slice(1)];
    default:
      return [];
  }
}

/** An argument passed by value stays what it is. */
function isResult(op: Extract<Op, { op: 'call' }>): (place: Place) => boolean {
  return (place) => place === op.result || op.args.includes(`&${place}`);
}
