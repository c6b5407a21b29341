import type { TSESTree } from '@typescript-eslint/types';
import type { Place } from '../../lifecycle/ir.js';
import type { Call } from './evaluate/call.js';
import type { Frame } from './evaluate/frame.js';

/**
 * What an expression may stand for. Objects are cells of one heap that only grows: a field holds all that was ever
 * stored in it. That is too much for a type checker and just right for finding out which function will run.
 */
export type Value = Unknown | Constant | Func | Native | Obj | Stream | Pledge | Union;

export interface Unknown {
  readonly kind: 'unknown';
  /** `foreign` came out of code that is not read; everything it is given has escaped. `code` is an error's code, `nobody` the receiver of a plain call. */
  readonly from: 'foreign' | 'data' | 'code' | 'nobody';
}

export interface Constant {
  readonly kind: 'constant';
  readonly value: string | number | boolean | null | undefined;
}

export type FunctionNode =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.TSEmptyBodyFunctionExpression
  | TSESTree.TSDeclareFunction;

/** A function of the analysed code with the surroundings it closes over. */
export interface Func {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly frame: Frame;
  /** What `this` is inside, when it is bound or the function is an arrow. */
  readonly self: Value | undefined;
  readonly bound: readonly Value[];
  /** For `super.method()`: the class the method stands in. */
  readonly home: Obj | undefined;
  /** `F.prototype` and static properties. */
  readonly properties: Obj;
}

/** A function or namespace of the runtime or of a known package. */
export interface Native {
  readonly kind: 'native';
  readonly name: string;
  readonly call?: (call: Call) => Value;
  readonly construct?: (call: Call) => Value;
  readonly member?: (name: string) => Value | undefined;
  /** For classes of the runtime: what `this` is in a class that extends it. */
  readonly extended?: (call: Call) => Stream | undefined;
  /** Methods of a subclass that the runtime calls of its instances, at any time. */
  readonly asks?: readonly string[];
  /** What its constructor makes of the arguments that a subclass hands to `super`. */
  readonly initialize?: (call: Call, self: Stream) => void;
}

export interface Obj {
  readonly kind: 'object';
  readonly id: number;
  readonly shape: 'object' | 'array' | 'map' | 'set' | 'class' | 'regexp' | 'error';
  readonly fields: Map<string, Value>;
  /** Elements in order, as far as a literal tells. */
  readonly elements: Value[];
  /** What was added in other ways: `push`, `set`, an index that is not constant. */
  rest: Value | undefined;
  /** The class of an instance, the base class of a class, the prototype of an object. */
  proto: Value | undefined;
  /** The syntax of a class. */
  readonly node?: TSESTree.ClassDeclaration | TSESTree.ClassExpression;
  readonly frame?: Frame;
  /** Unseen code may hold it and call its methods. */
  exposed: boolean;
  /** It stands for the objects of several activations. */
  isVague: boolean;
}

/** A thing of the runtime that lives through events: a socket, a server, a request, a pipe's target, a worker. */
export interface Stream {
  readonly kind: 'stream';
  readonly type: StreamType;
  readonly place: Place;
  /** Properties the program hung on it, and what the API tables remember of it. */
  readonly fields: Map<string, Value>;
  /** How the source names it. */
  readonly name: string;
  /** The methods its own class adds. */
  proto: Value | undefined;
  /** Unseen code holds it too: other listeners than those that are seen may act on it. */
  shared: boolean;
  readonly facts: Record<string, unknown>;
}

export type StreamType =
  | 'socket'
  | 'server'
  | 'request'
  | 'message'
  | 'answer'
  | 'sink'
  | 'source'
  | 'emitter'
  | 'websocket'
  | 'websocket-server'
  | 'fetched'
  | 'readline'
  | 'process';

/** A promise. */
export interface Pledge {
  readonly kind: 'pledge';
  /** Where its state lives; undefined when all that is known is that it may settle. */
  readonly place: Place | undefined;
  readonly on: 'promise' | 'any' | 'all' | 'event' | 'timer' | 'unknown' | 'stream';
  readonly handle?: Place;
  readonly event?: string;
  readonly mayReject: boolean;
  /** False while what it will be settled with is in handlers that were not read yet. */
  readonly isKnown?: () => boolean;
  /** What `await` gives; may emit operations (the thing that comes into being with the answer). */
  readonly value: (call: PledgeContext) => Value;
  /** Unseen code awaits it: what it is settled with from now on is in that code's hands. */
  exposed?: boolean;
  /** The way through a function that gave it: the place has this value then. */
  way?: { readonly place: Place; readonly is: number };
}

export type PledgeContext = Pick<Call, 'act' | 'node' | 'frame'>;

export interface Union {
  readonly kind: 'union';
  readonly options: readonly Exclude<Value, Union>[];
}

export const UNKNOWN: Unknown = { kind: 'unknown', from: 'data' };
export const FOREIGN: Unknown = { kind: 'unknown', from: 'foreign' };
/** What `this` is in a function that is called without a receiver: the global object, or nothing in strict mode. */
export const NOBODY: Unknown = { kind: 'unknown', from: 'nobody' };
const CODE: Unknown = { kind: 'unknown', from: 'code' };
export const UNDEFINED: Constant = { kind: 'constant', value: undefined };
export const NULL: Constant = { kind: 'constant', value: null };
export const TRUE: Constant = { kind: 'constant', value: true };
export const FALSE: Constant = { kind: 'constant', value: false };

export function constant(value: Constant['value']): Constant {
  return { kind: 'constant', value };
}

let objects = 0;

export function object(
  shape: Obj['shape'] = 'object',
  more: Partial<Pick<Obj, 'node' | 'frame' | 'proto'>> = {},
): Obj {
  const { proto, ...rest } = more;
  return {
    kind: 'object',
    id: ++objects,
    shape,
    fields: new Map(),
    elements: [],
    rest: undefined,
    proto,
    exposed: false,
    isVague: false,
    ...rest,
  };
}

export function array(elements: readonly Value[], rest?: Value): Obj {
  const made = object('array');
  made.elements.push(...elements);
  made.rest = rest;
  return made;
}

export function native(name: string, call: (call: Call) => Value, construct?: (call: Call) => Value): Native {
  return construct ? { kind: 'native', name, call, construct } : { kind: 'native', name, call };
}

/** A namespace whose members are made when they are asked for. */
export function namespace(
  name: string,
  members: Readonly<Record<string, Value>>,
  whole?: Partial<Native>,
): Native {
  return {
    kind: 'native',
    name,
    member: (key) => (Object.hasOwn(members, key) ? members[key] : undefined),
    ...whole,
  };
}

const MOST_OPTIONS = 12;

/** Either of two values. Constants give way to things, as only things matter for what happens. */
export function either(a: Value | undefined, b: Value | undefined): Value {
  if (!a) return b ?? UNDEFINED;
  if (!b || a === b) return a;
  const known = optionsOf(a);
  const fresh = optionsOf(b).filter((option) => !known.some((other) => same(other, option)));
  if (fresh.length === 0) return a;
  const options = [...known, ...fresh];
  const things = options.filter(({ kind }) => kind !== 'constant');
  const kept = things.length > 0 ? [...things, ...options.filter(isNothing)] : options;
  const [only] = kept;
  if (kept.length === 1 && only) return only;
  if (kept.length > MOST_OPTIONS) return UNKNOWN;
  return { kind: 'union', options: kept };
}

function isNothing(value: Value): boolean {
  return (
    value.kind === 'constant' && (value.value === null || value.value === undefined || value.value === false)
  );
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'unknown' && b.kind === 'unknown') return a.from === b.from;
  if (a.kind === 'function' && b.kind === 'function')
    return a.node === b.node && a.frame === b.frame && a.self === b.self;
  if (a.kind === 'stream' && b.kind === 'stream') return a.place === b.place;
  return false;
}

export function optionsOf(value: Value): readonly Exclude<Value, Union>[] {
  return value.kind === 'union' ? value.options : [value];
}

/** The one option of a kind, or the first of several. */
export function optionOf<K extends Exclude<Value, Union>['kind']>(
  value: Value | undefined,
  kind: K,
): Extract<Exclude<Value, Union>, { kind: K }> | undefined {
  if (!value) return undefined;
  return optionsOf(value).find(
    (option): option is Extract<Exclude<Value, Union>, { kind: K }> => option.kind === kind,
  );
}

export function streamsIn(value: Value): Stream[] {
  return optionsOf(value).filter((option): option is Stream => option.kind === 'stream');
}

const BODIES: ReadonlySet<StreamType> = new Set<StreamType>(['message', 'fetched']);

/** The HTTP messages that can be reached from a value and came into being after the id `since` was given. */
export function bodiesIn(value: Value, since = 0): Stream[] {
  return [...reach(value)].filter(
    (found): found is Stream =>
      found.kind === 'stream' && BODIES.has(found.type) && Number(found.place.split('#')[1]) > since,
  );
}

export function textOf(value: Value | undefined): string | undefined {
  const found = value && optionOf(value, 'constant');
  return typeof found?.value === 'string' ? found.value : undefined;
}

export function numberOf(value: Value | undefined): number | undefined {
  const found = value && optionOf(value, 'constant');
  return typeof found?.value === 'number' ? found.value : undefined;
}

/** A property of something that is not known. */
export function partOf(owner: Unknown, name: string): Unknown {
  if (owner === NOBODY) return UNKNOWN;
  return name === 'code' && owner.from === 'data' ? CODE : owner;
}

/** What a value is in a condition, when that is certain. */
export function truth(value: Value): boolean | undefined {
  let known: boolean | undefined;
  for (const option of optionsOf(value)) {
    if (option.kind === 'unknown') return undefined;
    const is = option.kind === 'constant' ? Boolean(option.value) : true;
    if (known !== undefined && known !== is) return undefined;
    known = is;
  }
  return known;
}

/** Every own function, stream and object that can be reached from a value: what escapes with it. */
export function reach(value: Value, found = new Set<Value>()): Set<Value> {
  if (found.has(value) || found.size > 200) return found;
  if (value.kind === 'union') {
    for (const option of value.options) reach(option, found);
    return found;
  }
  found.add(value);
  if (value.kind === 'object') {
    for (const field of value.fields.values()) reach(field, found);
    for (const element of value.elements) reach(element, found);
    if (value.rest) reach(value.rest, found);
  }
  return found;
}
