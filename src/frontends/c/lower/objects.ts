import type { Span } from '../../../shared/span.js';
import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Callee, Place } from '../../../lifecycle/ir.js';
import type { FunctionEntry, RecordInfo } from '../outline.js';
import { child, spanOf, type Syntax } from '../syntax.js';
import { isArithmetic, typeRef, type TypeRef } from '../types.js';
import { argumentOf, evaluated } from './calls.js';
import { evaluate, evaluateInto } from './expressions.js';
import { graphId, type Frame } from './frame.js';
import { initialize } from './initializers.js';
import { inlineBody } from './inline.js';
import type { Value } from './value.js';

const OBJECT = { pointer: false, reference: false, array: false };

/** Makes an object of a class in `into`: by its constructor, or field by field. */
export function construct(
  f: Frame,
  into: Place | undefined,
  type: string,
  args: readonly Syntax[],
  at: Span,
): Value {
  const place = into ?? f.temp();
  const result: Value = { place, type: { name: type, ...OBJECT } };
  const record = f.declarations.record(type);
  if (into === undefined) f.temporaries.push({ place, type });
  if (!record) {
    for (const value of evaluated(f, args)) giveAway(f, value, type, at);
    return result;
  }
  f.types.set(place, record.name);
  if (!record.methods.has(record.name)) {
    presetFields(f, record, place, at);
    initialize(f, place, record.name, { ...EMPTY_LIST, kids: args });
    return result;
  }
  runConstructor(f, record, place, evaluated(f, args), at);
  return result;
}

const EMPTY_LIST: Syntax = {
  type: 'initializer_list',
  field: undefined,
  start: 0,
  end: 0,
  code: { text: '' },
  kids: [],
};

/** What becomes of a handle that goes into something unknown. */
function giveAway(f: Frame, value: Value, to: string, at: Span): void {
  if (value.place === undefined) return;
  f.emit({ op: 'escape', handle: value.place, to, at });
  f.escapeCaptures(value.place, to, at);
}

function runConstructor(
  f: Frame,
  record: RecordInfo,
  place: Place,
  values: readonly Value[],
  at: Span,
): void {
  const entry = overload(f, `${record.name}::${record.name}`, values);
  if (entry && values.some((value) => value.place !== undefined && f.closures.has(value.place))) {
    f.guards.add(place);
    inlineBody(f, entry, place, values, at);
    return;
  }
  for (const value of values) if (value.place !== undefined) f.escapeCaptures(value.place, record.name, at);
  const args = values.map((value, i) => argumentOf(value, entry?.params[i]));
  const callee = calleeOf(f, entry, `${record.name}::${record.name}`, values.length);
  f.emit({ op: 'call', callee, args, receiver: place, at });
}

export function calleeOf(f: Frame, entry: FunctionEntry | undefined, name: string, arity: number): Callee {
  return entry && f.declarations.named(entry.name).includes(entry)
    ? { graph: graphId(f.around.path, entry.id) }
    : { name, arity };
}

/** Of several functions of a name, the one whose parameters fit the arguments best. */
export function overload(f: Frame, name: string, values: readonly Value[]): FunctionEntry | undefined {
  const all = f.declarations.definitions(name, values.length);
  if (all.length < 2) return all[0];
  const score = ({ params }: FunctionEntry): number =>
    values.reduce((sum, value, i) => sum + fitness(f, value, params[i]?.type), 0);
  return [...all].sort((a, b) => score(b) - score(a))[0];
}

/** Objects go to objects of their class, pointers to pointers, and whatever else is given, most likely a number, to numbers. */
function fitness(f: Frame, { type, value }: Value, wanted: TypeRef | undefined): number {
  const param = wanted && f.declarations.resolve(wanted);
  const given = type && !type.pointer ? f.declarations.record(type.name) : undefined;
  const record = param && !param.pointer ? f.declarations.record(param.name) : undefined;
  if (given || record) return given === record ? 2 : 0;
  const isPointer = type?.pointer === true || value === 0;
  if (param?.pointer === true || param?.name === 'nullptr_t') return isPointer ? 2 : 0;
  return param && isArithmetic(param) && !isPointer ? 2 : 1;
}

/** `int fd_ = -1;` in the class. */
export function presetFields(f: Frame, record: RecordInfo, place: Place, at: Span): void {
  for (const [name, { initial }] of record.fields)
    if (initial) evaluateInto(f, initial, `${place}.${name}`, at);
}

/** Runs what happens when an object ends: its destructor, then those of its members. An unknown class may close what it holds. */
export function destroy(f: Frame, place: Place, type: string, at: Span, depth = 0): void {
  const record = f.declarations.record(type);
  if (!record) {
    f.emit({ op: 'escape', handle: place, to: type, at });
    return;
  }
  const name = `~${record.name}`;
  const entry = f.declarations.definitions(`${record.name}::${name}`, 0)[0];
  if (entry && f.guards.has(place)) inlineBody(f, entry, place, [], at);
  else if (record.methods.has(name)) {
    const callee = calleeOf(f, entry, `${record.name}::${name}`, 0);
    f.emit({ op: 'call', callee, args: [], receiver: place, at });
  }
  if (depth > 2) return;
  for (const [field, { type: inner }] of [...record.fields].reverse())
    if (isObject(f, inner)) destroy(f, `${place}.${field}`, inner.name, at, depth + 1);
  for (const base of record.bases) destroy(f, place, base, at, depth + 1);
}

/** A variable or field that is an object with something to do at its end, as far as we can tell. */
export function isObject(f: Frame, type: TypeRef): boolean {
  const resolved = f.declarations.resolve(type);
  return !resolved.pointer && !resolved.reference && !isArithmetic(resolved) && !PLAIN.test(resolved.name);
}

/** Types of C that have no destructor. */
const PLAIN =
  /^(?:sockaddr\w*|pollfd|epoll_event|kevent|timeval|timespec|addrinfo|in6?_addr|iovec|msghdr|cmsghdr|fd_set|sigset_t|pthread_\w+|stat|string|string_view|FILE|DIR|SSL|SSL_CTX|sem_t|va_list|rlimit|linger|hostent|termios|atomic\w*|mutex|byte)$/;

export function lowerNew(f: Frame, node: Syntax): Value {
  const type = child(node, 'type');
  const at = type ? spanOf(type) : spanOf(node);
  const place = f.temp();
  const name = type ? typeRef(type, OBJECT).name : '';
  f.emit({ op: 'assign', into: place, at });
  f.emit({ op: 'special', name: SPECIAL.fresh, places: [place], at });
  construct(f, place, name, child(node, 'arguments')?.kids ?? [], at);
  return { place, type: { name, pointer: true, reference: false, array: false } };
}

/** `delete p` runs the destructor of p's type; a virtual one may be that of any class below it. */
export function lowerDelete(f: Frame, node: Syntax): Value {
  const argument = node.kids.at(-1);
  const at = argument ? spanOf(argument) : spanOf(node);
  const { place, type } = evaluate(f, argument);
  if (place === undefined) return {};
  const record = f.declarations.record(type && f.declarations.resolve(type).name);
  if (!record) f.emit({ op: 'escape', handle: place, to: 'delete', at });
  else if (record.virtualMethods.has(`~${record.name}`)) destroyAny(f, place, record, at);
  else destroy(f, place, record.name, at);
  f.emit({ op: 'drop', place, why: 'freed', at });
  return {};
}

/** Which class it is nobody knows: each of them ends what it holds, and none is blamed for another's members. */
function destroyAny(f: Frame, place: Place, base: RecordInfo, at: Span): void {
  for (const record of [...f.declarations.derived(base.name), base]) destroy(f, place, record.name, at);
}
