import { rootOf, type Graph, type Op } from '../ir.js';
import type { Leak, Step } from '../leak.js';
import type { Span } from '../../shared/span.js';
import type { Made } from './borrowed.js';
import { typesOf, type Flow, type Stores } from './flow.js';
import type { Use } from './moves.js';
import { spelled } from './verdict.js';
import { SPECIAL } from './vocabulary.js';

/**
 * A socket that is put away (in a record, a table, a queue, a pipe) in a program of which no line closes anything that
 * was put there: whatever the order of events, it stays open.
 */
export function storedLeak(
  { open }: Made,
  kept: Stores,
  graphs: readonly Graph[],
  flow: Flow,
): Leak | undefined {
  if (kept.names.size === 0 || kept.escapes || kept.uses.some((use) => ends(use, flow))) return undefined;
  const at = lettingGo(kept, graphs) ?? fetching(kept, graphs, flow) ?? open.at;
  const steps: Step[] = [{ span: open.at, role: 'opened', note: open.origin.api }, ...reads(kept)];
  return {
    kind: 'fd-stored-unclosed',
    rule: 'handle-eof',
    origin: open.origin,
    opened: open.at,
    at,
    steps: at === open.at ? steps : [...steps, { span: at, role: 'leaves' }],
    always: true,
    name: spelled(open.into),
  };
}

/** A close, in a function that can run: a destructor nobody calls is text only. */
function ends({ graph, op }: Use, flow: Flow): boolean {
  if (op.op === 'read' || (op.op === 'special' && op.name === SPECIAL.watch)) return false;
  return !/(?:^|::)~/.test(graph.name) || flow.isCalled(graph);
}

function reads({ uses }: Stores): Step[] {
  return uses.flatMap(({ op }): Step[] => (op.op === 'read' ? [{ span: op.at, role: 'end-seen' }] : []));
}

/** Where a record that holds such sockets is let go: of the types it gets into, the first. */
function lettingGo(kept: Stores, graphs: readonly Graph[]): Span | undefined {
  for (const type of typesOf(kept)) {
    const isDrop = (op: Op, graph: Graph): boolean =>
      op.op === 'drop' && op.why !== 'scope' && graph.types?.get(rootOf(op.place)) === type;
    const at = firstOp(graphs, isDrop);
    if (at) return at;
  }
  return undefined;
}

/** Where one is fetched into a variable, when nothing is read there: the last one to know it. */
function fetching(kept: Stores, graphs: readonly Graph[], flow: Flow): Span | undefined {
  if (kept.uses.some(({ op }) => op.op === 'read')) return undefined;
  return firstOp(
    graphs,
    (op, graph) => op.op === 'copy' && op.into === rootOf(op.into) && flow.has(kept, graph, op.from),
  );
}

function firstOp(graphs: readonly Graph[], wanted: (op: Op, graph: Graph) => boolean): Span | undefined {
  for (const graph of graphs)
    for (const { ops } of graph.blocks) for (const op of ops) if (wanted(op, graph)) return op.at;
  return undefined;
}
