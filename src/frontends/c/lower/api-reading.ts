import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import { rootOf, type Place } from '../../../lifecycle/ir.js';
import { normalized } from '../syntax.js';
import type { Lowering } from './api.js';
import { argText, placeOf } from './api-opening.js';
import { forgetText } from './buffer-text.js';
import { resultOf, type Call } from './calls.js';
import { notesCharacter } from './characters.js';
import type { Value } from './value.js';

/** What takes bytes from a socket and what puts bytes into it: system calls, stdio on top of it, OpenSSL with SSL_set_fd. */
export const READING: Readonly<Record<string, Lowering>> = {
  read: (call) => read(call, 0, 2),
  _read: (call) => read(call, 0, 2),
  recv: (call) => read(call, 0, 2),
  recvfrom: (call) => read(call, 0, 2),
  recvmsg: received,
  readv: (call) => read(call, 0, undefined),
  ioctl: control,
  ioctlsocket: control,
  WSARecv: (call) => read(call, 0, undefined),
  splice: (call) => read(call, 0, 4),
  SSL_read: (call) => read(call, 0, 2, '.@fd'),
  SSL_set_fd: attach,
  fgets: (call) => buffered(call, 2, { more: 1, end: 0 }),
  fgetc: character,
  getc: character,
  fread: (call) => buffered(call, 3, { more: 1, end: 0 }),
  getline: (call) => buffered(call, 2, { more: 1, end: -1 }),
  getdelim: (call) => buffered(call, 3, { more: 1, end: -1 }),
  fscanf: (call) => buffered(call, 0, { more: 1, end: -1 }),
  write: (call) => write(call, 0, 2),
  _write: (call) => write(call, 0, 2),
  send: (call) => write(call, 0, 2),
  sendto: (call) => write(call, 0, 2),
  sendmsg: sent,
  writev: (call) => write(call, 0, undefined),
  sendfile: (call) => write(call, 0, 3),
  dprintf: (call) => write(call, 0, undefined),
  vdprintf: (call) => write(call, 0, undefined),
  fprintf: (call) => write(call, 0, undefined),
  vfprintf: (call) => write(call, 0, undefined),
  fputs: (call) => write(call, 1, undefined),
  fputc: (call) => write(call, 1, undefined),
  putc: (call) => write(call, 1, undefined),
  fwrite: (call) => write(call, 3, undefined),
  SSL_write: resultOf,
};

function read(call: Call, handleArg: number, lengthArg: number | undefined, suffix = ''): Value {
  const { f, at } = call;
  const handle = placeOf(call, handleArg);
  if (handle === undefined) return resultOf(call);
  const result = call.into ?? f.temp();
  const length = lengthArg === undefined ? undefined : call.args[lengthArg];
  if (length) f.lengths.set(result, normalized(length));
  const peek = /\bMSG_PEEK\b/.test(argText(call, 3)) ? { peek: true } : {};
  f.emit({ op: 'read', handle: handle + suffix, result, at, ...peek });
  forgetText(call, call.values[1]);
  unpack(call, handle);
  return { place: result };
}

/** FIONREAD asks how much could be read; other requests tell nothing of the connection. */
function control(call: Call): Value {
  const { f, at, values } = call;
  const handle = placeOf(call, 0);
  const count = values[2];
  if (handle === undefined || !count?.address || !count.place || argText(call, 1) !== 'FIONREAD')
    return resultOf(call);
  const result = call.into ?? f.temp();
  f.emit({ op: 'read', handle, result: count.place, at, peek: true, asks: true });
  f.emit({ op: 'assign', into: result, value: 0, at });
  return { place: result };
}

/** A message may carry descriptors (SCM_RIGHTS), which the program then owns; we do not know where they are put. */
function received(call: Call): Value {
  return read(call, 0, undefined);
}

/** `msg` may carry descriptors of ours to another process; the sender still has to close its own. */
function sent(call: Call): Value {
  return write(call, 0, undefined);
}

function attach(call: Call): Value {
  const [ssl, handle] = [placeOf(call, 0), placeOf(call, 1)];
  if (ssl !== undefined && handle !== undefined)
    call.f.emit({ op: 'copy', into: `${ssl}.@fd`, from: handle, at: call.at });
  return resultOf(call);
}

function character(call: Call): Value {
  const value = buffered(call, 0, { more: 65, end: -1 });
  if (value.place !== undefined) notesCharacter(call.f, value.place);
  return value;
}

/** A buffered read gives the same for EOF and for an error. */
function buffered(call: Call, handleArg: number, gives: { more: number; end: number }): Value {
  const { f, at } = call;
  const handle = placeOf(call, handleArg);
  if (handle === undefined) return resultOf(call);
  const count = f.temp();
  const into = call.into ?? f.temp();
  f.emit({ op: 'read', handle, result: count, at });
  const [more, end, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.branch(more, [{ fact: 'compare', place: count, is: '>', with: 0 }]);
  f.builder.branch(end, [{ fact: 'compare', place: count, is: '<=', with: 0 }]);
  f.builder.seal();
  f.builder.place(end);
  f.emit({ op: 'assign', into, value: gives.end, at });
  f.builder.jump(after);
  f.builder.place(more);
  f.emit({ op: 'assign', into, value: gives.more, at });
  f.builder.place(after);
  return { place: into };
}

function write(call: Call, handleArg: number, countArg: number | undefined): Value {
  const { f, at } = call;
  const handle = placeOf(call, handleArg);
  if (handle === undefined) return resultOf(call);
  const result = call.into ?? f.temp();
  const count = countArg === undefined ? undefined : call.values[countArg];
  pack(call, handle);
  f.emit({ op: 'special', name: SPECIAL.write, places: [handle, count?.place ?? '', result], at });
  return { place: result };
}

/** A descriptor's number written to a pipe is taken out at its other end: the pipe is a place that holds it. */
function pack(call: Call, channel: Place): void {
  const value = numberAt(call);
  if (value !== undefined) call.f.emit({ op: 'copy', into: content(channel), from: value, at: call.at });
}

function unpack(call: Call, channel: Place): void {
  const value = numberAt(call);
  if (value !== undefined) call.f.emit({ op: 'copy', into: value, from: content(channel), at: call.at });
}

function content(channel: Place): Place {
  return `${rootOf(channel)}.@bytes[]`;
}

/** The second argument when it is the address of a number, or of a record that may hold one. */
function numberAt({ values }: Call): Place | undefined {
  const buffer = values[1];
  return buffer?.address && buffer.type && !buffer.type.array ? buffer.place : undefined;
}
