import type { Span } from '../../../shared/span.js';
import { isGlobal, isWithin, rootOf, type Graph, type Op, type Place } from '../../../lifecycle/ir.js';

/** What a call does to a place it is given: whether the callee lets go of it on some path. */
export type Consumes = (op: Extract<Op, { op: 'call' }>, place: Place, from: Graph) => boolean;

/**
 * Whether a close that was put into a function can run after something else already took the descriptor: a second
 * close may hit a stranger's descriptor (close(2), "Multithreaded processes and close"). Conditions are not looked at.
 */
export function closesTwice(graph: Graph, inserted: Span, consumes: Consumes): boolean {
  const own = graph.blocks
    .flatMap(({ ops }) => ops)
    .filter((op) => op.op === 'close' && inserted.start <= op.at.start && op.at.end <= inserted.end);
  return own.some((op) => op.op === 'close' && reachesFromConsumption(graph, op, op.handle, consumes));
}

function reachesFromConsumption(graph: Graph, target: Op, handle: Place, consumes: Consumes): boolean {
  const names = aliases(graph, handle);
  const takes = (op: Op): boolean => op !== target && consumesOne(op, names, graph, consumes);
  for (const block of graph.blocks) {
    const from = block.ops.findIndex(takes);
    if (from >= 0 && reaches(graph, block.id, from + 1, target, names)) return true;
  }
  return false;
}

/** Everything the descriptor may also be called in this function, whatever the order. */
function aliases(graph: Graph, handle: Place): Set<Place> {
  const names = new Set([handle]);
  for (let size = 0; size < names.size;) {
    size = names.size;
    for (const { ops } of graph.blocks)
      for (const op of ops)
        if (op.op === 'copy' && names.has(op.from) && !isGlobal(op.into)) names.add(op.into);
  }
  return names;
}

function consumesOne(op: Op, names: ReadonlySet<Place>, graph: Graph, consumes: Consumes): boolean {
  const holds = (place: Place | undefined): boolean =>
    place !== undefined && [...names].some((name) => isWithin(name, place.replace(/^&/, '')));
  switch (op.op) {
    case 'close':
      return names.has(op.handle);
    case 'escape':
      return holds(op.handle);
    case 'copy':
      return holds(op.from) && (isGlobal(op.into) || isShared(graph, op.into));
    case 'return':
      return typeof op.value === 'string' && holds(op.value);
    case 'special':
      return (op.name === 'watch' && holds(op.places[0])) || (op.name === 'replace' && holds(op.places[1]));
    case 'call':
      return [...op.args, op.receiver].some(
        (arg) => holds(arg) && arg !== undefined && consumes(op, arg, graph),
      );
    default:
      return false;
  }
}

/** Memory behind a parameter: the caller goes on using it. */
function isShared(graph: Graph, place: Place): boolean {
  const root = rootOf(place);
  return root !== place && (graph.params.includes(root) || graph.self === root);
}

function reaches(graph: Graph, block: number, from: number, target: Op, names: ReadonlySet<Place>): boolean {
  const seen = new Set<number>();
  const queue = [{ id: block, from }];
  for (const { id, from: index } of queue) {
    const ops = graph.blocks[id]?.ops.slice(index) ?? [];
    const hit = ops.findIndex((op) => op === target || renews(op, names));
    if (hit >= 0) {
      if (ops[hit] === target) return true;
      continue;
    }
    for (const { to } of graph.blocks[id]?.edges ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      queue.push({ id: to, from: 0 });
    }
  }
  return false;
}

/** The name holds something else from here on. */
function renews(op: Op, names: ReadonlySet<Place>): boolean {
  if (op.op === 'open' || op.op === 'assign') return within(names, op.into);
  if (op.op === 'copy') return within(names, op.into) && !names.has(op.from);
  if (op.op === 'drop') return within(names, op.place) && op.why === 'scope';
  return op.op === 'call' && op.result !== undefined && names.has(op.result);
}

function within(names: ReadonlySet<Place>, place: Place): boolean {
  return names.has(place);
}
