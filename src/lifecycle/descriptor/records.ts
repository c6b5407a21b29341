import { isGlobal, isWithin, type Graph, type Op, type Place } from '../ir.js';
import type { CalleeOf } from './call-sites.js';
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

/** The variables of a graph that hold nothing but records a callee made and nobody else has. */
export function madeByCallees(graph: Graph, calleeOf: CalleeOf): ReadonlySet<Place> {
  const ops = graph.blocks.flatMap((block) => block.ops);
  const given = ops.flatMap((op) => got(op, NONE).map((into) => ({ into, op })));
  const others = new Set(given.flatMap(({ into, op }) => (isMade(op, graph, calleeOf) ? [] : [into])));
  return new Set(given.flatMap(({ into }) => (others.has(into) ? [] : [into])));
}

const NONE: ReadonlySet<Place> = new Set();

function isMade(op: Op, graph: Graph, calleeOf: CalleeOf): boolean {
  const callee = op.op === 'call' && !op.concurrent ? calleeOf(op, graph) : undefined;
  return callee !== undefined && givesFresh(callee);
}

const giving = new WeakMap<Graph, boolean>();

/** True for a function that allocates a record, puts it nowhere and returns it. */
function givesFresh(graph: Graph): boolean {
  const known = giving.get(graph);
  if (known !== undefined) return known;
  const ops = graph.blocks.flatMap((block) => block.ops);
  const borrowed = borrowedRecords(graph);
  const returned = ops.flatMap((op) =>
    op.op === 'return' && typeof op.value === 'string' ? [op.value] : [],
  );
  const fresh = ops.flatMap(allocated);
  const gives =
    returned.length > 0 &&
    returned.every(
      (place) =>
        fresh.includes(place) && !borrowed.has(place) && !isGlobal(place) && !ops.some(sharing(place)),
    );
  giving.set(graph, gives);
  return gives;
}

/** Whether an operation puts a record, or the address of something in it, where others may find it. */
function sharing(record: Place): (op: Op) => boolean {
  const isIt = (place: Place | undefined): boolean =>
    place === record || (place?.startsWith('&') === true && isWithin(place.slice(1), record));
  return (op) => {
    if (op.op === 'copy') return isIt(op.from);
    if (op.op === 'call') return [...op.args, op.receiver].some(isIt);
    return op.op === 'escape' && isIt(op.handle);
  };
}

function allocated(op: Op): readonly Place[] {
  return op.op === 'special' && op.name === SPECIAL.fresh ? op.places : [];
}

function got(op: Op, fresh: ReadonlySet<Place>): readonly Place[] {
  if (op.op === 'copy') return [op.into];
  if (op.op === 'call') return [...(op.result === undefined ? [] : [op.result]), ...mayBeSet(op)];
  return op.op === 'assign' && op.value === undefined && !fresh.has(op.into) ? [op.into] : [];
}

/** A macro that is defined out of sight may set what it is given: `CAST_OBJ(session, priv, MAGIC)`. */
function mayBeSet({ callee, args }: Extract<Op, { op: 'call' }>): readonly Place[] {
  if (!callee || !('name' in callee) || !/^[A-Z][A-Z0-9_]+$/.test(callee.name)) return [];
  return args.filter((arg) => arg !== undefined);
}
