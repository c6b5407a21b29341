import { isGlobal, rootOf, type Graph, type Op, type Place } from '../ir.js';

type Call = Extract<Op, { op: 'call' }>;

/** The names of the fields and globals a function and its callees may write; `anything` when that cannot be told. */
export type Changes = ReadonlySet<string> | 'anything';

/** Collects the changes of a graph; a function that calls itself may change anything. */
export function changesOf(
  graph: Graph,
  callee: (call: Call, from: Graph) => Graph | undefined,
  memo: WeakMap<Graph, Changes>,
): Changes {
  const before = memo.get(graph);
  if (before) return before;
  memo.set(graph, 'anything');
  const names = new Set<string>();
  for (const { ops } of graph.blocks)
    for (const op of ops) {
      const changes = changesBy(op, graph, callee, memo);
      if (changes === 'anything') return changes;
      for (const name of changes) names.add(name);
    }
  memo.set(graph, names);
  return names;
}

/** True when what is known of a place still holds after a function with such changes has run. */
export function isKept(place: Place, changes: Changes): boolean {
  return changes !== 'anything' && !changes.has(lastNameOf(place));
}

function changesBy(
  op: Op,
  graph: Graph,
  callee: (call: Call, from: Graph) => Graph | undefined,
  memo: WeakMap<Graph, Changes>,
): Changes {
  if (op.op !== 'call') return written(op, graph);
  const called = callee(op, graph);
  if (called) return changesOf(called, callee, memo);
  const isGiven = [...op.args, op.receiver].some((arg) => arg !== undefined);
  return isGiven || op.callee === undefined ? 'anything' : NOTHING;
}

function written(op: Op, graph: Graph): Changes {
  switch (op.op) {
    case 'open':
    case 'copy':
    case 'assign':
      return nameOf(op.into, graph);
    case 'read':
      return op.result === undefined ? NOTHING : nameOf(op.result, graph);
    case 'drop':
      return op.why === 'scope' ? NOTHING : 'anything';
    case 'special':
      return new Set(op.places.slice(1).flatMap((place) => [...fieldIn(place)]));
    default:
      return NOTHING;
  }
}

const NOTHING: ReadonlySet<string> = new Set();

/** What is written through a pointer may be any field; not so the characters of a text. */
function nameOf(place: Place, { types }: Graph): Changes {
  if (!place.endsWith('.*')) return fieldIn(place);
  return TEXT.test(types?.get(rootOf(place)) ?? '') ? NOTHING : 'anything';
}

const TEXT = /\bchar\b|^u?int8_t$/;

/** Variables of the function itself concern nobody else. */
function fieldIn(place: Place): ReadonlySet<string> {
  return isGlobal(place) || place.includes('.') ? new Set([lastNameOf(place)]) : NOTHING;
}

/** `state` of `c#1.state`, `slots[].state` and the like. */
function lastNameOf(place: Place): string {
  return place.slice(place.lastIndexOf('.') + 1).replaceAll(/\[\d*\]/g, '');
}
