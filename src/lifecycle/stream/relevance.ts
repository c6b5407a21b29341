import type { Graph, GraphId, Op, Place } from '../ir.js';

/** What a graph may do, without regard to its paths. */
interface Effects {
  readonly handles: ReadonlySet<Place>;
  readonly graphs: ReadonlySet<GraphId>;
  /** Handles and the graphs that listen to them. */
  readonly listens: readonly (readonly [Place, GraphId])[];
  /** Promises and the graphs whose end settles them. */
  readonly spawns: readonly (readonly [Place, GraphId])[];
  readonly closes: ReadonlySet<Place>;
  readonly settles: ReadonlySet<Place>;
  readonly waits: ReadonlySet<Place>;
  /** Promises that are waited for by themselves. */
  readonly awaits: ReadonlySet<Place>;
  readonly assigns: ReadonlySet<Place>;
  readonly tests: ReadonlySet<Place>;
}

const cache = new WeakMap<Graph, Effects>();

function effectsOf(graph: Graph): Effects {
  const known = cache.get(graph);
  if (known) return known;
  const effects = {
    handles: new Set<Place>(),
    graphs: new Set<GraphId>(),
    listens: [] as [Place, GraphId][],
    spawns: [] as [Place, GraphId][],
    closes: new Set<Place>(),
    settles: new Set<Place>(),
    waits: new Set<Place>(),
    awaits: new Set<Place>(),
    assigns: new Set<Place>(),
    tests: new Set<Place>(),
  };
  for (const { ops, edges } of graph.blocks) {
    for (const op of ops) collect(op, effects);
    for (const { facts } of edges)
      for (const fact of facts) if (fact.fact === 'compare') effects.tests.add(fact.place);
  }
  cache.set(graph, effects);
  return effects;
}

type Lists = 'listens' | 'spawns';
type Collecting = Record<Exclude<keyof Effects, Lists>, Set<string>> & Record<Lists, [Place, GraphId][]>;

function collect(op: Op, effects: Collecting): void {
  switch (op.op) {
    case 'open':
      effects.handles.add(op.into);
      break;
    case 'listen':
      effects.handles.add(op.handle);
      if (op.handler !== undefined) {
        effects.graphs.add(op.handler);
        effects.listens.push([op.handle, op.handler]);
      }
      break;
    case 'close':
      effects.handles.add(op.handle);
      effects.closes.add(op.handle);
      break;
    case 'later':
      if (op.handler !== undefined) effects.graphs.add(op.handler);
      break;
    case 'spawn':
      effects.graphs.add(op.graph);
      effects.settles.add(op.promise);
      effects.spawns.push([op.promise, op.graph]);
      break;
    case 'call':
      if (op.callee && 'graph' in op.callee) effects.graphs.add(op.callee.graph);
      break;
    case 'settle':
      effects.settles.add(op.promise);
      break;
    case 'wait':
      for (const place of [op.handle, ...(op.event?.split(' ') ?? [])]) if (place) effects.waits.add(place);
      if (op.on === 'promise' && op.handle !== undefined) effects.awaits.add(op.handle);
      break;
    case 'assign':
      effects.assigns.add(op.into);
      break;
    case 'pipe':
      effects.handles.add(op.from).add(op.to);
      break;
    case 'special':
      for (const place of op.places) effects.handles.add(place);
      break;
    default:
      if ('handle' in op) effects.handles.add(op.handle);
  }
}

export interface Relevance {
  readonly graphs: ReadonlySet<GraphId>;
  /** Streams whose events lead to the socket. */
  readonly partners: ReadonlySet<Place>;
  /** Variables and fields whose values decide which way is taken. */
  readonly tested: ReadonlySet<Place>;
}

/** The graphs that may matter for one socket: those that act on it, lead to such, or settle what such wait for. */
export function relevanceOf(graphs: ReadonlyMap<GraphId, Graph>, handles: readonly Place[]): Relevance {
  const relevant = new Set<GraphId>();
  const partners = new Set<Place>();
  const waited = new Set<Place>();
  const tested = new Set<Place>();
  const awaited = new Set<Place>();
  const settling = new Set<GraphId>();
  for (let before = -1; before < relevant.size + partners.size;) {
    before = relevant.size + partners.size;
    for (const [id, graph] of graphs) {
      const effects = effectsOf(graph);
      for (const [promise, started] of effects.spawns) if (awaited.has(promise)) settling.add(started);
      if (!relevant.has(id)) {
        if (!settling.has(id) && !matters(effects, handles, { relevant, partners, waited, tested })) continue;
        relevant.add(id);
        for (const place of effects.waits) waited.add(place);
        for (const place of effects.awaits) awaited.add(place);
        for (const place of effects.tests) tested.add(place);
      }
      for (const [handle, handler] of effects.listens) if (relevant.has(handler)) partners.add(handle);
    }
  }
  for (const handle of handles) partners.delete(handle);
  return { graphs: relevant, partners, tested };
}

interface Known {
  readonly relevant: ReadonlySet<GraphId>;
  readonly partners: ReadonlySet<Place>;
  readonly waited: ReadonlySet<Place>;
  readonly tested: ReadonlySet<Place>;
}

function matters(
  { handles, graphs, settles, assigns, closes }: Effects,
  wanted: readonly Place[],
  { relevant, partners, waited, tested }: Known,
): boolean {
  return (
    wanted.some((place) => handles.has(place)) ||
    intersects(graphs, relevant) ||
    intersects(settles, waited) ||
    intersects(assigns, tested) ||
    intersects(closes, partners)
  );
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const item of a) if (b.has(item)) return true;
  return false;
}

/** The graphs that running one may lead to. */
export function reachableFrom(graphs: ReadonlyMap<GraphId, Graph>, start: GraphId): ReadonlySet<GraphId> {
  const reached = new Set<GraphId>([start]);
  for (const id of reached) {
    const graph = graphs.get(id);
    if (graph) for (const next of effectsOf(graph).graphs) reached.add(next);
  }
  return reached;
}
