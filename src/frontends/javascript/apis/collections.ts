import type { Call } from '../evaluate/call.js';
import { invoke } from '../evaluate/calls.js';
import { escapeAll } from '../evaluate/escape.js';
import { elementsOf } from '../evaluate/members.js';
import type { Native, Obj, Value } from '../values.js';
import {
  array,
  constant,
  either,
  native,
  object,
  optionsOf,
  reach,
  textOf,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';

type Method = (owner: Obj, call: Call) => Value;

function add(owner: Obj, value: Value | undefined): void {
  if (!value) return;
  owner.rest = either(owner.rest, value);
}

function any(owner: Obj): Value {
  const all = [...owner.elements, ...(owner.shape === 'map' ? owner.fields.values() : [])];
  return all.reduce<Value | undefined>((sum, next) => either(sum, next), owner.rest) ?? UNKNOWN;
}

/** What is taken out of a queue is another connection's: its turn has come. */
function take(owner: Obj, call: Call): Value {
  const taken = any(owner);
  const places = [...reach(taken)].flatMap((value) => (value.kind === 'stream' ? [value.place] : []));
  if (places.length > 0) call.act.emit({ op: 'special', name: 'taken', places }, call.token, call.frame);
  return taken;
}

/** How often a callback has to be run one by one to tell its runs apart. */
const MOST = 16;

/** Calls a function with each element: once for all of them when they are many or not told apart. */
function each(call: Call, owner: Obj, args: (element: Value) => readonly Value[]): Value[] {
  const { elements, rest } = elementsOf(owner);
  const worth = elements.length <= MOST && elements.some((element) => !isPlain(element));
  const values = worth
    ? [...elements, ...(rest ? [rest] : [])]
    : [
        [...elements, ...(rest ? [rest] : [])].reduce<Value | undefined>((a, b) => either(a, b), undefined) ??
          UNKNOWN,
      ];
  return values.map((element) =>
    invoke(call, call.args[0] ?? UNKNOWN, call.args[1], args(element), call.node, {
      token: call.token,
      awaited: false,
    }),
  );
}

function isPlain(value: Value): boolean {
  return optionsOf(value).every(
    (o) => o.kind === 'unknown' || (o.kind === 'constant' && typeof o.value === 'number'),
  );
}

const index = UNKNOWN;
const plain: Method = () => UNKNOWN;

const ARRAY: Readonly<Record<string, Method>> = {
  push: (owner, { args }) => {
    for (const arg of args) add(owner, arg);
    return UNKNOWN;
  },
  unshift: (owner, { args }) => {
    for (const arg of args) add(owner, arg);
    return UNKNOWN;
  },
  pop: take,
  shift: take,
  at: any,
  find: (owner, call) => (each(call, owner, (e) => [e, index]), any(owner)),
  findLast: (owner, call) => (each(call, owner, (e) => [e, index]), any(owner)),
  forEach: (owner, call) => (each(call, owner, (e) => [e, index, owner]), UNDEFINED),
  map: (owner, call) => {
    const results = each(call, owner, (e) => [e, index, owner]);
    return owner.rest
      ? array(
          [],
          results.reduce((a, b) => either(a, b)),
        )
      : array(results);
  },
  flatMap: (owner, call) => {
    const results = each(call, owner, (e) => [e, index]);
    return array(
      [],
      results.map((r) => (r.kind === 'object' ? any(r) : r)).reduce((a, b) => either(a, b)),
    );
  },
  filter: (owner, call) => (each(call, owner, (e) => [e, index]), array([], any(owner))),
  some: (owner, call) => (each(call, owner, (e) => [e, index]), UNKNOWN),
  every: (owner, call) => (each(call, owner, (e) => [e, index]), UNKNOWN),
  slice: (owner) => array(owner.elements, owner.rest),
  splice: (owner, call) => array([], take(owner, call)),
  concat: (owner, { args }) =>
    array([...owner.elements, ...args.flatMap((a) => elementsOf(a).elements)], owner.rest),
  reverse: (owner) => array([], any(owner)),
  sort: (owner) => array([], any(owner)),
  values: (owner) => owner,
  entries: (owner) =>
    array(
      owner.elements.map((e, i) => array([constant(i), e])),
      owner.rest && array([UNKNOWN, owner.rest]),
    ),
  reduce: (_owner, call) =>
    invoke(call, call.args[0] ?? UNKNOWN, undefined, [call.args[1] ?? UNKNOWN, UNKNOWN], call.node, {
      token: call.token,
      awaited: false,
    }),
  includes: plain,
  indexOf: plain,
  join: plain,
  keys: plain,
};

const MAP: Readonly<Record<string, Method>> = {
  set: (owner, { args }) => {
    const key = textOf(args[0]);
    const [, value = UNDEFINED] = args;
    if (key === undefined) add(owner, value);
    else owner.fields.set(key, either(owner.fields.get(key), value));
    return owner;
  },
  get: (owner, { args }) => {
    const key = textOf(args[0]);
    const known = key === undefined ? undefined : owner.fields.get(key);
    return known
      ? either(known, owner.rest)
      : key === undefined
        ? either(any(owner), UNDEFINED)
        : (owner.rest ?? UNDEFINED);
  },
  has: plain,
  delete: plain,
  clear: plain,
  values: (owner) => array([...owner.fields.values()], owner.rest),
  keys: (owner) =>
    array(
      [...owner.fields.keys()].map((k) => constant(k)),
      owner.rest && UNKNOWN,
    ),
  entries: (owner) => owner,
  forEach: (owner, call) => (
    each(call, owner, (e) => [e.kind === 'object' ? (e.elements[1] ?? UNKNOWN) : UNKNOWN, UNKNOWN, owner]),
    UNDEFINED
  ),
};

const SET: Readonly<Record<string, Method>> = {
  ...ARRAY,
  add: (owner, { args }) => (add(owner, args[0]), owner),
  has: plain,
  delete: plain,
  clear: plain,
};

const ADDING = new Set(['push', 'unshift', 'splice', 'add', 'set']);

function method(table: Readonly<Record<string, Method>>, owner: Obj, name: string): Native | undefined {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  return (
    found &&
    native(name, (call) => {
      if (owner.exposed && ADDING.has(name)) escapeAll(call, call.args, call.node, 'a collection');
      return found(owner, call);
    })
  );
}

export function arrayMethod(owner: Obj, name: string): Value | undefined {
  return name === 'length' ? UNKNOWN : method(ARRAY, owner, name);
}

export function collectionMethod(owner: Obj, name: string): Value | undefined {
  if (owner.shape === 'map') return name === 'size' ? UNKNOWN : method(MAP, owner, name);
  if (owner.shape === 'set') return name === 'size' ? UNKNOWN : method(SET, owner, name);
  if (owner.shape === 'regexp') return native(name, () => UNKNOWN);
  return undefined;
}

function collection(shape: 'map' | 'set'): (call: Call) => Value {
  return (call) => {
    const made = call.act.program.once(call.node, call.frame, () => object(shape));
    if (made.kind !== 'object') return UNKNOWN;
    const { elements, rest } = elementsOf(call.args[0] ?? array([]));
    for (const element of elements) {
      if (shape === 'set') add(made, element);
      else putEntry(made, element);
    }
    if (rest && shape === 'map') putEntry(made, rest);
    else add(made, rest);
    return made;
  };
}

function putEntry(made: Obj, entry: Value): void {
  for (const option of optionsOf(entry)) {
    if (option.kind !== 'object') continue;
    const [key, value] = option.elements;
    const text = textOf(key);
    if (text !== undefined && value) made.fields.set(text, either(made.fields.get(text), value));
    else add(made, value);
  }
}

export const mapClass: Native = { kind: 'native', name: 'Map', construct: collection('map') };
export const setClass: Native = { kind: 'native', name: 'Set', construct: collection('set') };

/** `Array.from({ length: 5 }, make)` */
export const arrayFrom = native('Array.from', (call) => {
  const [source, make] = call.args;
  const { elements, rest } = elementsOf(source ?? UNKNOWN);
  const owner = array(elements, rest ?? (elements.length === 0 ? UNKNOWN : undefined));
  if (!make) return owner;
  const results = each({ ...call, args: [make] }, owner, (e) => [e, index]);
  return array(
    [],
    results.reduce((a, b) => either(a, b)),
  );
});
