import type { Call } from '../evaluate/call.js';
import { moduleNamed } from '../evaluate/imports.js';
import { blurred } from '../evaluate/scope.js';
import type { Native, Value } from '../values.js';
import {
  array,
  constant,
  either,
  FOREIGN,
  namespace,
  native,
  numberOf,
  object,
  optionOf,
  optionsOf,
  textOf,
  UNKNOWN,
} from '../values.js';
import { abortController, abortSignal } from './abort.js';
import { arrayFrom, mapClass, setClass } from './collections.js';
import { fetchFunction } from './fetch.js';
import { defineProperty, HELPERS } from './helpers.js';
import { hearParent } from './processes.js';
import { promiseClass } from './promises.js';
import { checker, quiet, quietSpace, thrower } from './quiet.js';
import { sized } from './sizes.js';
import { nextTick, TIMERS } from './timers.js';

const require_ = native('require', (call) => {
  const specifier = textOf(call.args[0]);
  return specifier === undefined ? FOREIGN : moduleNamed(call, specifier, call.node);
});

const Buffer = quietSpace('Buffer', {
  alloc: native('Buffer.alloc', ({ args }) => sized(numberOf(args[0]))),
  allocUnsafe: native('Buffer.allocUnsafe', ({ args }) => sized(numberOf(args[0]))),
});

function values(call: Call): Value {
  const owner = optionOf(call.args[0], 'object');
  return owner ? array([...owner.fields.values()], owner.rest) : array([], UNKNOWN);
}

/** Names the program gave; what the tables remember of an object is none of its own. */
function keys(call: Call): Value {
  const owner = optionOf(call.args[0], 'object');
  if (!owner) return array([], UNKNOWN);
  const names = [...owner.fields.keys()].filter((name) => !name.startsWith('@'));
  return array(
    names.map((name) => constant(name)),
    owner.rest && UNKNOWN,
  );
}

function entries(call: Call): Value {
  const owner = optionOf(call.args[0], 'object');
  return owner
    ? array(
        [...owner.fields].map(([key, value]) => array([constant(key), value])),
        owner.rest && array([UNKNOWN, owner.rest]),
      )
    : array([], array([UNKNOWN, UNKNOWN]));
}

function assign(call: Call): Value {
  const [target = UNKNOWN, ...sources] = call.args;
  const made = optionOf(target, 'object');
  if (made) blurred(call, made, call.node);
  for (const source of sources) {
    for (const option of optionsOf(source)) {
      if (option.kind === 'object')
        for (const [name, value] of option.fields)
          made?.fields.set(name, either(made.fields.get(name), value));
    }
  }
  return target;
}

const Object_ = quietSpace('Object', {
  keys: native('Object.keys', keys),
  values: native('Object.values', values),
  entries: native('Object.entries', entries),
  assign: native('Object.assign', assign),
  defineProperty,
  freeze: native('Object.freeze', ({ args }) => args[0] ?? UNKNOWN),
  create: native('Object.create', ({ args }) => {
    const made = object();
    if (args[0] && args[0].kind !== 'constant') made.proto = args[0];
    return made;
  }),
  setPrototypeOf: native('Object.setPrototypeOf', ({ args }) => {
    const made = optionOf(args[0], 'object');
    if (made && args[1]) made.proto = args[1];
    return args[0] ?? UNKNOWN;
  }),
});

const symbols: Readonly<Record<string, Value>> = {
  dispose: constant('@dispose'),
  asyncDispose: constant('@asyncDispose'),
  asyncIterator: constant('@asyncIterator'),
  iterator: constant('@iterator'),
};

const end = native('process.exit', ({ act }) => {
  act.builder.halt('stop');
  return UNKNOWN;
});

/** `process.on('message', (message, handle) => …)`: a handle may come with a message of the parent. */
const hearing = native('process.on', (call) => {
  const [event, handler] = call.args;
  if (textOf(event) === 'message' && handler) hearParent(call, handler);
  return call.self;
});

/** Listeners of the process keep it alive or run as it ends: neither closes a socket because its peer did. */
const process_ = quietSpace('process', {
  exit: end,
  abort: end,
  on: hearing,
  once: hearing,
  addListener: hearing,
  nextTick,
  env: { ...object(), exposed: true },
});

const GLOBALS: Readonly<Record<string, Value>> = {
  ...TIMERS,
  queueMicrotask: nextTick,
  require: require_,
  ...HELPERS,
  Promise: promiseClass,
  Map: mapClass,
  Set: setClass,
  WeakMap: mapClass,
  WeakSet: setClass,
  Array: quietSpace('Array', { from: arrayFrom, of: native('Array.of', ({ args }) => array(args)) }),
  Object: Object_,
  Symbol: { ...quiet('Symbol'), member: (name) => symbols[name] },
  AbortController: abortController,
  AbortSignal: abortSignal,
  Buffer,
  process: process_,
  fetch: fetchFunction,
  JSON: namespace('JSON', { parse: thrower('JSON.parse'), stringify: quiet('JSON.stringify') }),
  URL: {
    kind: 'native',
    name: 'URL',
    construct: (call) => checker('URL').call?.(call) ?? UNKNOWN,
    member: () => quiet('URL'),
  },
  decodeURIComponent: checker('decodeURIComponent'),
  decodeURI: checker('decodeURI'),
  BigInt: checker('BigInt'),
};

const QUIET = new Set([
  ...[
    'console',
    'Math',
    'Number',
    'String',
    'Boolean',
    'Date',
    'RegExp',
    'Reflect',
    'Intl',
    'Atomics',
    'performance',
  ],
  ...[
    'Error',
    'TypeError',
    'RangeError',
    'AggregateError',
    'SyntaxError',
    'URLSearchParams',
    'TextEncoder',
    'TextDecoder',
  ],
  ...[
    'parseInt',
    'parseFloat',
    'isNaN',
    'isFinite',
    'encodeURIComponent',
    'encodeURI',
    'escape',
    'unescape',
    'structuredClone',
  ],
  ...[
    'Uint8Array',
    'Uint16Array',
    'Uint32Array',
    'Int8Array',
    'Int32Array',
    'Float64Array',
    'ArrayBuffer',
    'DataView',
    'SharedArrayBuffer',
  ],
  ...[
    'Headers',
    'Request',
    'FormData',
    'Blob',
    'Event',
    'EventTarget',
    'WeakRef',
    'FinalizationRegistry',
    'Proxy',
  ],
]);

const quietGlobals = new Map<string, Value>();

/** A name nobody declared. */
export function globalNamed(name: string): Value | undefined {
  if (Object.hasOwn(GLOBALS, name)) return GLOBALS[name];
  if (name === 'globalThis' || name === 'global') return globalObject;
  if (!QUIET.has(name)) return undefined;
  const known = quietGlobals.get(name) ?? quietSpace(name);
  quietGlobals.set(name, known);
  return known;
}

const globalObject: Native = { kind: 'native', name: 'globalThis', member: globalNamed };
