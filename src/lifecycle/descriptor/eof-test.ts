import type { Span } from '../../shared/span.js';
import type { Comparison, Edge, Graph, Place } from '../ir.js';
import type { Step } from '../leak.js';

/** The comparisons of a count with 0 that tell EOF from data, from the plainest on. */
const TELLS: readonly Comparison[] = ['==', '<=', '>'];

/**
 * Where a function meets the EOF of a handle: at the condition that tests a read's count for it, else at the read,
 * whose 0 nothing tests. None when it does not read it.
 */
export function eofStep(graph: Graph, handle: Place): Step[] {
  const reads = graph.blocks.flatMap(({ ops }) =>
    ops.flatMap((op) => (op.op === 'read' && op.handle === handle ? [op] : [])),
  );
  const counts = new Set(reads.flatMap(({ result }) => result ?? []));
  const test = testOf(graph, counts);
  if (test) return [{ span: test, role: 'end-seen', note: "The peer's EOF is tested here." }];
  return reads
    .slice(0, 1)
    .map(({ at }) => ({ span: at, role: 'note', note: 'Once the peer has closed, this gives 0.' }));
}

function testOf(graph: Graph, counts: ReadonlySet<Place>): Span | undefined {
  const edges = graph.blocks.flatMap((block) => block.edges);
  for (const tells of TELLS) {
    const edge = edges.find((one) => one.at && tests(one, counts, tells));
    if (edge) return edge.at;
  }
  return undefined;
}

function tests({ facts }: Edge, counts: ReadonlySet<Place>, tells: Comparison): boolean {
  return facts.some(
    (fact) => fact.fact === 'compare' && fact.is === tells && fact.with === 0 && counts.has(fact.place),
  );
}
