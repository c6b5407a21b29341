import type { Edge, Graph, GraphId, Place } from '../ir.js';
import type { Setting } from './setting.js';
import type { World } from './world.js';

/**
 * Whether the same code runs again while it waits, and a variable says with which of several sockets: each activation has
 * such a variable of its own, of which only the last is known.
 */
export function overlaps({ graphs, socket }: Setting, id: GraphId, { tasks }: World): boolean {
  const graph = tasks.some((task) => task.graph === id) ? graphs.get(id) : undefined;
  return graph?.blocks.some(({ edges }) => isChoice(edges) && actsOn(graph, edges, socket)) === true;
}

/** One variable is compared on all ways, and is something else on each. */
function isChoice(edges: readonly Edge[]): boolean {
  const [first, ...others] = edges.map(comparedOn);
  return first !== undefined && others.length > 0 && others.every((place) => place === first);
}

function comparedOn({ facts }: Edge): Place | undefined {
  for (const fact of facts) if (fact.fact === 'compare' && fact.is === '==') return fact.place;
  return undefined;
}

/** What follows on one of the ways is done to the socket. */
function actsOn({ blocks }: Graph, edges: readonly Edge[], socket: Place): boolean {
  return edges.some(
    ({ to }) => blocks[to]?.ops.some((op) => 'handle' in op && op.handle === socket) === true,
  );
}
