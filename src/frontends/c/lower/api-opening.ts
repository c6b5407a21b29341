import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Origin, Place } from '../../../lifecycle/ir.js';
import { textOf } from '../syntax.js';
import type { Lowering } from './api.js';
import { resultOf, type Call } from './calls.js';
import { givenBy, isNotTcp } from './socket-kind.js';
import type { Value } from './value.js';

/** accept(2), socket(2), dup(2), fdopen(3), close(2), shutdown(2) and their Winsock forms. */
export const OPENING: Readonly<Record<string, Lowering>> = {
  accept: (call) => accepted(call, ''),
  accept4: (call) => accepted(call, argText(call, 3)),
  WSAAccept: (call) => accepted(call, ''),
  socket,
  WSASocket: socket,
  WSASocketA: socket,
  WSASocketW: socket,
  socketpair,
  connect: (call) => onHandle(call, SPECIAL.connect),
  WSAConnect: (call) => onHandle(call, SPECIAL.connect),
  listen: (call) => onHandle(call, SPECIAL.listener),
  dup: duplicate,
  _dup: duplicate,
  dup2: replace,
  dup3: replace,
  fcntl,
  fdopen: stream,
  _fdopen: stream,
  fileno: alias,
  close,
  _close: close,
  closesocket: close,
  fclose: close,
  shutdown,
  exchange,
  move: transparent,
  forward: transparent,
  ref: transparent,
  swap,
};

export function argText({ args }: Call, index: number): string {
  const arg = args[index];
  return arg ? textOf(arg) : '';
}

export function placeOf({ values }: Call, index: number): Place | undefined {
  return values[index]?.place;
}

function open(call: Call, origin: Origin, flags: string): Value {
  const { f, at } = call;
  const into = call.into ?? f.temp();
  f.emit({ op: 'open', into, origin, at });
  if (flags.includes('CLOEXEC')) f.emit({ op: 'special', name: SPECIAL.cloexec, places: [into], at });
  return { place: into };
}

/** accept(2): what it takes connections from is no connection, or the call fails (EINVAL). */
function accepted(call: Call, flags: string): Value {
  const listener = placeOf(call, 0);
  if (listener !== undefined)
    call.f.emit({ op: 'special', name: SPECIAL.listener, places: [listener], at: call.at });
  return open(call, { api: call.name, kind: 'accepted', halfOpen: true }, flags);
}

function socket(call: Call): Value {
  const type = argText(call, 1);
  if (isNotTcp(call.f, argText(call, 0), type)) return resultOf(call);
  const kind = givenBy(call.f, call.args.slice(0, 2));
  const traits = new Set(['unconnected']);
  const origin: Origin = { api: call.name, kind: 'other', halfOpen: true, traits };
  return open(call, kind.length > 0 ? { ...origin, givenBy: kind } : origin, type);
}

/** A pair within the host: no TCP connection either, and what both ends are for is the program's own affair. */
function socketpair(call: Call): Value {
  const pair = placeOf(call, 3);
  if (pair !== undefined) call.f.emit({ op: 'assign', into: pair, at: call.at });
  return resultOf(call);
}

/** Something that a handle undergoes, with a result. */
export function onHandle(call: Call, name: string): Value {
  const { f, at } = call;
  const handle = placeOf(call, 0);
  const result = call.into ?? f.temp();
  if (handle === undefined) return resultOf(call);
  f.emit({ op: 'special', name, places: [handle, result], at });
  return { place: result };
}

function duplicate(call: Call): Value {
  const { f, at } = call;
  const from = placeOf(call, 0);
  const into = call.into ?? f.temp();
  if (from === undefined) return resultOf(call);
  f.emit({ op: 'special', name: SPECIAL.duplicate, places: [from, into], at });
  return { place: into };
}

function replace(call: Call): Value {
  const { f, at } = call;
  const [old, into] = [placeOf(call, 0), placeOf(call, 1)];
  if (into !== undefined) f.emit({ op: 'special', name: SPECIAL.replace, places: [old ?? '', into], at });
  else if (old !== undefined && isStandard(call.values[1]?.value))
    f.emit({ op: 'special', name: SPECIAL.standard, places: [old], at });
  return resultOf(call);
}

/** Standard input, output and error (stdin(3)). */
function isStandard(descriptor: number | undefined): boolean {
  return descriptor === 0 || descriptor === 1 || descriptor === 2;
}

function fcntl(call: Call): Value {
  const command = argText(call, 1);
  if (command.startsWith('F_DUPFD')) return duplicate(call);
  const handle = placeOf(call, 0);
  if (command === 'F_SETFD' && handle !== undefined && argText(call, 2).includes('FD_CLOEXEC'))
    call.f.emit({ op: 'special', name: SPECIAL.cloexec, places: [handle], at: call.at });
  return resultOf(call);
}

/** The stream owns the descriptor, unless there is none (fdopen(3) gives NULL). */
function stream(call: Call): Value {
  const { f, at } = call;
  const handle = placeOf(call, 0);
  const into = call.into ?? f.temp();
  if (handle === undefined) return resultOf(call);
  const [opened, failed, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.branch(opened);
  f.builder.branch(failed);
  f.builder.seal();
  f.builder.place(failed);
  f.emit({ op: 'assign', into, value: 0, at });
  f.builder.jump(after);
  f.builder.place(opened);
  f.emit({ op: 'copy', into, from: handle, at });
  f.builder.place(after);
  return { place: into };
}

function alias(call: Call): Value {
  const place = placeOf(call, 0);
  return place === undefined ? resultOf(call) : { place };
}

function close(call: Call): Value {
  const handle = placeOf(call, 0);
  if (handle !== undefined) call.f.emit({ op: 'close', handle, how: call.name, at: call.at });
  return resultOf(call);
}

/** Only a shutdown of the writing side sends a FIN; SHUT_RD leaves the connection in CLOSE_WAIT (measured). */
function shutdown(call: Call): Value {
  const handle = placeOf(call, 0);
  const how = argText(call, 1);
  const known = call.values[1]?.value;
  const sends = /\b(?:SHUT_WR|SHUT_RDWR|SD_SEND|SD_BOTH)\b/.test(how) || known === 1 || known === 2;
  if (handle !== undefined && sends) call.f.emit({ op: 'end', handle, how: `shutdown(${how})`, at: call.at });
  return resultOf(call);
}

/** `std::exchange(a, b)` gives what `a` was. */
function exchange(call: Call): Value {
  const { f, at } = call;
  const place = placeOf(call, 0);
  const into = call.into ?? f.temp();
  if (place === undefined) return resultOf(call);
  f.emit({ op: 'copy', into, from: place, at });
  const value = call.values[1];
  if (value?.place !== undefined) f.emit({ op: 'copy', into: place, from: value.place, at });
  else
    f.emit({ op: 'assign', into: place, at, ...(value?.value === undefined ? {} : { value: value.value }) });
  return { place: into };
}

function transparent(call: Call): Value {
  return call.values[0] ?? {};
}

function swap(call: Call): Value {
  for (const { place } of call.values)
    if (place !== undefined) call.f.emit({ op: 'escape', handle: place, to: 'swap', at: call.at });
  return {};
}
