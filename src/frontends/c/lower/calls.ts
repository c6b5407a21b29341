import type { Span } from '../../../shared/span.js';
import { addressOf, rootOf, type Place } from '../../../lifecycle/ir.js';
import { child, spanOf, textOf, type Syntax } from '../syntax.js';
import { elementOf, isContainer, isMap } from '../types.js';
import { takes, type ParamInfo, type RecordInfo } from '../outline.js';
import { API } from './api.js';
import { queueMacro } from './api-queues.js';
import { evaluate } from './expressions.js';
import type { Frame } from './frame.js';
import { BORROWING, BORROWING_METHODS, THROWING } from './library.js';
import { initialize } from './initializers.js';
import { expandedCall, matters } from './macro-use.js';
import type { TypeRef } from '../types.js';
import { inlineBody, runClosure } from './inline.js';
import { calleeOf, construct, isObject, overload } from './objects.js';
import { notTcpAmong } from './socket-kind.js';
import { UNKNOWN, type Value } from './value.js';

/** A call being lowered. */
export interface Call {
  readonly f: Frame;
  readonly name: string;
  /** The function's name, or the whole callee when it has none. */
  readonly at: Span;
  readonly args: readonly Syntax[];
  readonly values: readonly Value[];
  /** Where the result is wanted. */
  readonly into: Place | undefined;
  /** The result is not looked at. */
  readonly discarded?: boolean;
  /** Runs in a thread of its own. */
  readonly concurrent?: true;
}

/** Lowers a call; the result goes to `into` when it can be put there at once. */
export function lowerCall(f: Frame, node: Syntax, into: Place | undefined): Value {
  const callee = child(node, 'function');
  const args = child(node, 'arguments')?.kids ?? [];
  if (!callee) return UNKNOWN;
  if (callee.type === 'field_expression') return method(f, callee, args, into);
  if (callee.type === 'template_function' && nameOf(callee).endsWith('_cast')) return evaluate(f, args[0]);
  const pointed = pointedField(callee);
  if (pointed) return method(f, pointed, args, into);
  if (!/^(?:identifier|qualified_identifier|template_function)$/.test(callee.type))
    return throughPointer(f, callee, args, into);
  return named(f, node, callee, args, into);
}

function named(
  f: Frame,
  node: Syntax,
  callee: Syntax,
  args: readonly Syntax[],
  into: Place | undefined,
): Value {
  const name = meant(f, nameOf(callee));
  if (callee.type === 'identifier' && isVariable(f, name)) return throughPointer(f, callee, args, into);
  const queue = queueMacro(name);
  if (queue) return queue({ f, name, at: lastSpan(callee), args, values: evaluated(f, args), into });
  const expanded = expandedCall(f, name, node);
  if (expanded) return expanded;
  if (f.declarations.record(lastOf(name)) && !f.declarations.signature(name, args.length))
    return construct(f, into, lastOf(name), args, spanOf(callee));
  const own = ownName(f, name, args.length);
  const signature = f.declarations.signature(own, args.length);
  const discarded = f.discarded === node;
  const call: Call = { f, name, at: lastSpan(callee), args, values: evaluated(f, args), into, discarded };
  const api = API[name.replace(/^std::/, '')];
  if (api && !isDefinedHere(f, own, args.length)) return api(call);
  if (!signature && BORROWING.has(name.replace(/^std::/, ''))) return borrowed(call);
  if (!signature && isUnexpandedMacro(f, name)) return borrowed(call);
  const receiver = own === name ? undefined : f.self;
  return unknown(call, own, signature?.params, receiver);
}

/** `#define UA_close close`: another name for the same function. */
function meant(f: Frame, name: string, depth = 0): string {
  const macro = depth < 4 && !API[name] ? f.declarations.macro(name) : undefined;
  const isName = macro?.params === undefined && /^[A-Za-z_]\w*$/.test(macro?.body ?? '');
  return macro && isName ? meant(f, macro.body, depth + 1) : name;
}

/** A macro that was not worth expanding says nothing of a socket's life. */
function isUnexpandedMacro(f: Frame, name: string): boolean {
  const macro = f.expanding.has(name) ? undefined : f.declarations.macro(name);
  return macro?.params !== undefined && !matters(f, macro);
}

/** In a method, a plain name may be another method of the object. */
function ownName(f: Frame, name: string, arity: number): string {
  if (name.includes('::') || f.declarations.signature(name, arity)) return name;
  const owner = f.entry.owner === undefined ? undefined : f.declarations.methodOwner(f.entry.owner, name);
  return owner ? `${owner.name}::${name}` : name;
}

function isDefinedHere(f: Frame, name: string, arity: number): boolean {
  return f.declarations.named(name).some((entry) => takes(entry, arity));
}

function isVariable(f: Frame, name: string): boolean {
  const variable = f.lookup(name);
  return variable !== undefined && f.declarations.named(name).length === 0;
}

/** `close`, `std::move`; `::close` is `close`. */
export function nameOf(callee: Syntax): string {
  if (callee.type === 'template_function') {
    const name = child(callee, 'name');
    return name ? nameOf(name) : '';
  }
  if (callee.type !== 'qualified_identifier') return textOf(callee);
  const name = child(callee, 'name');
  const scope = child(callee, 'scope');
  const last = name ? nameOf(name) : '';
  return scope ? `${textOf(scope)}::${last}` : last;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

function lastSpan(callee: Syntax): Span {
  const name = callee.type === 'identifier' ? undefined : child(callee, 'name');
  return name ? lastSpan(name) : spanOf(callee);
}

export function evaluated(f: Frame, args: readonly Syntax[]): Value[] {
  return args.map((arg) => evaluate(f, arg));
}

/** A call of a name nobody in this file defines, or that is to be looked up by it. */
export function unknown(
  call: Call,
  name: string,
  params: readonly ParamInfo[] | undefined,
  receiver?: Place,
): Value {
  const { f, at, values } = call;
  const result = call.into ?? f.temp();
  const format = f.declarations.isDefined(name) ? -1 : formatOf(call);
  const args = values.map((value, i) =>
    format >= 0 && i > format ? undefined : argumentOf(value, params?.[i]),
  );
  escapeLambdas(call, name);
  const entry = overload(f, name, values);
  if (entry && receiver !== undefined && f.guards.has(receiver)) {
    inlineBody(f, entry, receiver, values, at);
    return { place: result };
  }
  const callee = calleeOf(f, entry, name, values.length);
  const concurrent = call.concurrent ? { concurrent: true as const } : {};
  const unconnected = call.concurrent ? [] : notTcpAmong(call.args);
  f.emit({
    op: 'call',
    callee,
    args,
    result,
    at,
    ...concurrent,
    ...(unconnected.length > 0 ? { unconnected } : {}),
    ...(receiver === undefined ? {} : { receiver }),
  });
  if (THROWING.test(name) || f.around.throwing.has(name)) f.mayThrow();
  return { place: result, type: f.declarations.signature(name, values.length)?.returns };
}

/** Where a format string stands: what follows it is printed, not kept. */
function formatOf({ args }: Call): number {
  return args.findIndex((arg) => arg.type.includes('string') && /%[-+ #0-9.*]*[a-zA-Z]/.test(textOf(arg)));
}

export function argumentOf(value: Value, param: ParamInfo | undefined): Place | undefined {
  if (value.place === undefined) return undefined;
  return value.address || param?.type.reference ? addressOf(value.place) : value.place;
}

/** The callee only looks. */
export function borrowed(call: Call): Value {
  const { f, at } = call;
  if (THROWING.test(call.name)) {
    f.emit({ op: 'call', callee: { name: call.name, arity: 0 }, args: [], at });
    f.mayThrow();
  }
  return resultOf(call);
}

/** A result nothing is known of. */
export function resultOf({ f, into, at }: Call): Value {
  const result = into ?? f.temp();
  f.emit({ op: 'assign', into: result, at });
  return { place: result };
}

function escapeLambdas({ f, values, at }: Call, to: string): void {
  for (const { place } of values) if (place !== undefined) f.escapeCaptures(place, to, at);
}

function throughPointer(f: Frame, callee: Syntax, args: readonly Syntax[], into: Place | undefined): Value {
  const target = evaluate(f, callee).place;
  const values = evaluated(f, args);
  const result = into ?? f.temp();
  const at = spanOf(callee);
  const closure = target === undefined ? undefined : f.closures.get(target);
  if (closure) {
    runClosure(f, closure, values, at);
    return { place: result };
  }
  escapeLambdas({ f, name: '', at, args, values, into }, 'callback');
  f.emit({
    op: 'call',
    callee: undefined,
    args: values.map((value) => argumentOf(value, undefined)),
    result,
    at,
  });
  return { place: result };
}

/** `(*ops->ready)(x)` */
function pointedField({ type, kids: [inner] }: Syntax): Syntax | undefined {
  if (type !== 'parenthesized_expression' || !inner) return undefined;
  const target = inner.type === 'pointer_expression' ? child(inner, 'argument') : inner;
  return target?.type === 'field_expression' ? target : undefined;
}

function method(f: Frame, callee: Syntax, args: readonly Syntax[], into: Place | undefined): Value {
  const object = evaluate(f, child(callee, 'argument'));
  const field = child(callee, 'field');
  const name = field ? nameOf(field) : '';
  const type = object.type && f.declarations.resolve(object.type).name;
  const owner = f.declarations.methodOwner(type, name);
  const at = field ? spanOf(field) : spanOf(callee);
  const call: Call = { f, name, at, args, values: evaluated(f, args), into };
  if (owner && object.place !== undefined) {
    return dispatched(call, owner, object.place);
  }
  const targets = f.around.callbacks.of(f.declarations.record(type), name);
  if (targets.length > 0 && targets.length <= MOST_TARGETS) return throughField(call, targets);
  if (BORROWING_METHODS.has(name)) return fromContainer(call, object);
  if (INSERTING.test(name) && object.place !== undefined && isContainer(type) && !holdsObjects(f, object))
    return inserted(call, object.place, type);
  if (REMOVING.test(name) && holdsPlain(f, object)) return resultOf(call);
  const result = into ?? f.temp();
  escapeLambdas(call, name);
  const places = call.values.map((value) => argumentOf(value, undefined));
  const keeps = object.place === undefined || holdsPlain(f, object);
  const receiver = keeps ? {} : { receiver: object.place };
  f.emit({ op: 'call', callee: undefined, args: places, result, at, ...receiver });
  if (THROWING.test(`.${name}`)) f.mayThrow();
  return { place: result };
}

/** Beyond this many functions a table says nothing of any one of them. */
const MOST_TARGETS = 12;

/** A call through a field that holds a function's address: of one of these. */
function throughField(call: Call, targets: readonly string[]): Value {
  const { f, values } = call;
  const result = call.into ?? f.temp();
  oneOf(f, targets, (name) => {
    unknown({ ...call, into: result }, name, f.declarations.signature(name, values.length)?.params);
  });
  return { place: result };
}

/** A container of objects that end by themselves: what goes in is owned by one of them. */
function holdsObjects(f: Frame, { type }: Value): boolean {
  const element = type && elementType(f.declarations.resolve(type));
  return (
    element !== undefined &&
    !element.pointer &&
    f.declarations.record(element.name)?.methods.has(`~${element.name}`) === true
  );
}

/** A container of things without a destructor: to erase one closes nothing. */
function holdsPlain(f: Frame, { type }: Value): boolean {
  const resolved = type && f.declarations.resolve(type);
  if (!resolved || !isContainer(resolved.name)) return false;
  if (elementType(resolved)?.pointer) return true;
  const element = { name: elementOf(resolved), pointer: false, reference: false, array: false };
  const record = f.declarations.record(element.name);
  return record ? !endsSomething(f, record) : !isObject(f, element);
}

/** A class that does something at its end, itself or by a member or base. */
function endsSomething(f: Frame, { name, methods, bases, fields }: RecordInfo): boolean {
  return (
    methods.has(`~${name}`) || bases.length > 0 || [...fields.values()].some(({ type }) => isObject(f, type))
  );
}

const REMOVING = /^(?:erase|pop|pop_back|pop_front)$/;
const INSERTING =
  /^(?:push_back|push_front|emplace_back|emplace_front|push|emplace|insert|insert_or_assign|try_emplace)$/;

/** What goes into a standard container is one of its elements, field by field where it is written so. */
function inserted(call: Call, container: Place, type: string | undefined): Value {
  const { f, at, args, values } = call;
  const element = `${container}[]`;
  const record = f.declarations.record(f.types.get(rootOf(container)));
  if (call.name.startsWith('emplace') && !isMap(type) && record?.methods.has(record.name)) {
    construct(f, element, record.name, args, at);
    return resultOf(call);
  }
  args.forEach((arg, i) => {
    const value = values[i];
    if (isMap(type) && args.length === 2 && value?.place !== undefined)
      f.emit({ op: 'copy', into: `${element}.${i === 0 ? 'first' : 'second'}`, from: value.place, at });
    else if (arg.type === 'initializer_list') initialize(f, element, f.types.get(rootOf(container)), arg);
    else if (value?.place !== undefined) f.emit({ op: 'copy', into: element, from: value.place, at });
  });
  return resultOf(call);
}

/** A virtual method is that of any class below the one named, as far as they are in sight. */
function dispatched(call: Call, owner: RecordInfo, receiver: Place): Value {
  const { f, name, values } = call;
  const classes = owner.virtualMethods.has(name) ? [owner, ...f.declarations.derived(owner.name)] : [owner];
  const bodies = classes
    .map((record) => `${record.name}::${name}`)
    .filter((full) => f.declarations.definitions(full, values.length).length > 0);
  const target = (full: string, into: Place | undefined): Value =>
    unknown({ ...call, into }, full, f.declarations.signature(full, values.length)?.params, receiver);
  if (bodies.length < 2) return target(bodies[0] ?? `${owner.name}::${name}`, call.into);
  const result = call.into ?? f.temp();
  oneOf(f, bodies, (full) => {
    target(full, result);
  });
  return { place: result };
}

/** Lowers alternatives of which nobody knows which one runs. */
export function oneOf<T>(f: Frame, choices: readonly T[], lower: (choice: T) => void): void {
  const after = f.builder.label();
  const labels = choices.map(() => f.builder.label());
  for (const label of labels) f.builder.branch(label);
  f.builder.seal();
  choices.forEach((choice, i) => {
    const label = labels[i];
    if (label === undefined) return;
    f.builder.place(label);
    lower(choice);
    f.builder.jump(after);
  });
  f.builder.place(after);
}

/** `v.back()`, `m.at(k)`: an element of the container; `size()` and the like: a number. */
function fromContainer(call: Call, object: Value): Value {
  const { name } = call;
  if (object.place === undefined || !ELEMENT.test(name)) return resultOf(call);
  if (name === 'at') {
    call.f.emit({ op: 'call', callee: { name: 'at', arity: 1 }, args: [], at: call.at });
    call.f.mayThrow();
  }
  if (name === 'get') return { place: object.place, type: pointedAt(object.type) };
  const element = object.type && elementType(object.type);
  const place = `${object.place}[]`;
  if (!ITERATOR.test(name)) return { place, type: element };
  return { place, type: element && { ...element, pointer: true, double: element.pointer } };
}

const ELEMENT = /^(?:at|back|front|get|begin|end|find|value|top)$/;
const ITERATOR = /^(?:begin|end|find)$/;

/** `std::list<Handler *>` holds `Handler *`. */
export function elementType({ args }: TypeRef): TypeRef | undefined {
  const first = args?.split(',').at(-1)?.trim();
  const match =
    first === undefined ? null : /^(?:const\s+)?(?:struct\s+)?(?:\w+::)*(\w+)\s*(\*?)$/.exec(first);
  if (!match?.[1]) return undefined;
  return { name: match[1], pointer: match[2] === '*', reference: false, array: false };
}

/** `std::unique_ptr<Socket>` points at a `Socket`. */
function pointedAt(type: TypeRef | undefined): TypeRef | undefined {
  const element = type && elementType(type);
  return element && { ...element, pointer: true };
}
