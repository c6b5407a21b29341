import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Lowering } from './api.js';
import { argText, placeOf } from './api-opening.js';
import { resultOf, type Call } from './calls.js';
import type { Value } from './value.js';

/** Memory that holds descriptors: made, wiped, moved, freed. */
export const MEMORY: Readonly<Record<string, Lowering>> = {
  malloc: allocate,
  calloc: allocate,
  xmalloc: allocate,
  xcalloc: allocate,
  realloc: resize,
  free: (call) => drop(call, 'freed'),
  memset: (call) => drop(call, 'wiped'),
  bzero: (call) => drop(call, 'wiped'),
  explicit_bzero: (call) => drop(call, 'wiped'),
  memcpy: move,
  memmove: move,
};

function allocate(call: Call): Value {
  const value = resultOf(call);
  const places = [value.place ?? ''];
  call.f.emit({ op: 'special', name: SPECIAL.fresh, places, at: call.at });
  return value;
}

function resize(call: Call): Value {
  const { f, at } = call;
  const from = placeOf(call, 0);
  const into = call.into ?? f.temp();
  if (from === undefined) return resultOf(call);
  if (from !== into) f.emit({ op: 'copy', into, from, at });
  return { place: into };
}

function drop(call: Call, why: 'freed' | 'wiped'): Value {
  const place = placeOf(call, 0);
  if (place !== undefined) call.f.emit({ op: 'drop', place, why, at: call.at });
  return place === undefined ? {} : { place };
}

/**
 * Bytes copied may be descriptors; into a record they stay followed, anywhere else nobody knows. In a control message a
 * descriptor is duplicated for the receiver: the sender still has to close its own (unix(7), SCM_RIGHTS).
 */
function move(call: Call): Value {
  const { f, at } = call;
  const [into, from] = [placeOf(call, 0), placeOf(call, 1)];
  if (into === undefined || from === undefined || isControlMessage(call)) return {};
  if (call.values[0]?.address && call.values[1]?.address) f.emit({ op: 'copy', into, from, at });
  else if (!isText(call)) f.emit({ op: 'escape', handle: from, to: call.name, at });
  return { place: into };
}

/** Characters of a buffer, not a record's bytes. */
function isText({ values }: Call): boolean {
  const type = values[1]?.type;
  return (
    type !== undefined && !values[1]?.address && /^(?:(?:un)?signed )?char$|^u?int8_t$|^byte$/.test(type.name)
  );
}

function isControlMessage(call: Call): boolean {
  return /^(?:\([^()]*\)\s*)*CMSG_DATA\s*\(/.test(argText(call, 0));
}
