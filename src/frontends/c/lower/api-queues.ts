import { rootOf, type Place } from '../../../lifecycle/ir.js';
import type { Lowering } from './api.js';
import { resultOf, type Call } from './calls.js';
import type { Value } from './value.js';

const QUEUE = /^X?(?:S?LIST|S?TAILQ|SIMPLEQ|CIRCLEQ|RB|SPLAY)_([A-Z]+)\w*$/;
const HASH = /^(?:HASH|DL|LL|CDL)_([A-Z]+)\w*$/;

/** The macros of queue(7), tree(3) and uthash: what is inserted is kept where others can reach it; the rest only looks. */
export function queueMacro(name: string): Lowering | undefined {
  const [, queue] = QUEUE.exec(name) ?? [];
  if (queue !== undefined) {
    if (queue === 'INSERT') return /^X?(?:RB|SPLAY)_/.test(name) ? keepLast : keepLastButOne;
    return /^(?:REMOVE|INIT|CONCAT|EMPTY|FIRST|LAST|NEXT|PREV|HEAD|SWAP|FIND|NFIND|MIN|MAX|ROOT|END)$/.test(
      queue,
    )
      ? resultOf
      : undefined;
  }
  const [, hash] = HASH.exec(name) ?? [];
  if (hash === 'ADD' || hash === 'APPEND' || hash === 'PREPEND') return keepLast;
  if (hash === 'FIND') return find;
  return hash === 'DEL' || hash === 'DELETE' || hash === 'COUNT' ? resultOf : undefined;
}

function keepLast(call: Call): Value {
  return keep(call, call.values.at(-1)?.place);
}

/** `TAILQ_INSERT_TAIL(head, element, field)` */
function keepLastButOne(call: Call): Value {
  return keep(call, call.values.at(-2)?.place);
}

function keep(call: Call, element: Place | undefined): Value {
  const { f, at } = call;
  if (element === undefined) return {};
  const into = `::@queue_${f.types.get(rootOf(element)) ?? ''}[]`;
  f.emit({ op: 'copy', into, from: element, at });
  return {};
}

/** `HASH_FIND_INT(head, key, out)` */
function find(call: Call): Value {
  const out = call.values.at(-1)?.place;
  if (out !== undefined) call.f.emit({ op: 'assign', into: out, at: call.at });
  return {};
}
