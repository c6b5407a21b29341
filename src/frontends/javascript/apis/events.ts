import type { Call } from '../evaluate/call.js';
import { invoke } from '../evaluate/calls.js';
import { escapeAll } from '../evaluate/escape.js';
import { waysOf } from '../evaluate/which.js';
import type { Native, Obj, Pledge, Stream, Value } from '../values.js';
import {
  array,
  either,
  FOREIGN,
  namespace,
  native,
  object,
  optionOf,
  optionsOf,
  reach,
  streamsIn,
  textOf,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';
import { asStream, stream } from './resources.js';
import { isOfConnection } from './abort.js';
import { awaitedEvent, targetOf } from './streams.js';

/** Emitters of the program itself call their listeners at once: what `emit` does is known when all of them are seen. */
function owners({ self }: Call): (Obj | Stream)[] {
  return optionsOf(self).filter((o): o is Obj | Stream => o.kind === 'object' || o.kind === 'stream');
}

const keyOf = (event: string): string => `@on ${event}`;

function on(call: Call): Value {
  const event = textOf(call.args[0]);
  const [, handler] = call.args;
  for (const owner of owners(call)) {
    if (event === undefined || !handler) continue;
    owner.fields.set(keyOf(event), either(owner.fields.get(keyOf(event)), handler));
  }
  return call.self;
}

/** Unseen listeners of an emitter that unseen code holds are told, and may act on what they can reach. */
function notify(call: Call, owner: Obj | Stream): void {
  if (owner.kind === 'stream' ? !owner.shared : !owner.exposed) return;
  const places = [...reach(owner)].flatMap((value) => (value.kind === 'stream' ? [value.place] : []));
  if (places.length > 0) call.act.emit({ op: 'special', name: 'notify', places }, call.token, call.frame);
  escapeAll(call, call.args.slice(1), call.node, 'emit');
}

function emitEvent(call: Call): Value {
  const event = textOf(call.args[0]);
  for (const owner of owners(call)) {
    for (const [key, handler] of owner.fields) {
      if (!key.startsWith('@on ') || (event !== undefined && key !== keyOf(event))) continue;
      for (const option of optionsOf(handler)) {
        if (!call.act.builder.reachable) return UNKNOWN;
        invoke(call, option, owner, call.args.slice(1), call.node, { token: call.token, awaited: false });
      }
    }
    if (call.act.builder.reachable) notify(call, owner);
  }
  return UNKNOWN;
}

const itself = native('emitter', ({ self }) => self);

export const EMITTER: Readonly<Record<string, Value>> = {
  on: native('on', on),
  once: native('once', on),
  addListener: native('addListener', on),
  prependListener: native('prependListener', on),
  prependOnceListener: native('prependOnceListener', on),
  emit: native('emit', emitEvent),
  off: itself,
  removeListener: itself,
  removeAllListeners: itself,
  setMaxListeners: itself,
  listenerCount: native('listenerCount', () => UNKNOWN),
  listeners: native('listeners', () => UNKNOWN),
  eventNames: native('eventNames', () => UNKNOWN),
  rawListeners: native('rawListeners', () => UNKNOWN),
};

const prototype = namespace('EventEmitter.prototype', EMITTER);

function makeEmitter(): Value {
  const made = object();
  made.proto = prototype;
  return made;
}

/** `events.once(emitter, event)` */
const once = native('events.once', (call) => {
  const [emitter = UNKNOWN, event] = call.args;
  const targets = streamsIn(emitter);
  const name = textOf(event);
  const [first, ...others] = targets.map((target) =>
    name === undefined ? undefined : { ...awaitedEvent(target, name), ...wayTo(call, emitter, target) },
  );
  if (first) return others.reduce<Value>(either, first);
  return {
    kind: 'pledge',
    place: undefined,
    on: 'unknown',
    mayReject: true,
    value: () => array([UNKNOWN, UNKNOWN]),
  };
});

/** Of several sockets that a variable may stand for, the path knows which it is. */
function wayTo(call: Call, emitter: Value, target: Stream): Pick<Pledge, 'way'> {
  const [node] = call.argNodes;
  const ways = node ? waysOf(call, node, emitter) : [];
  const [fact] = ways.find(({ stream: { place } }) => place === target.place)?.facts ?? [];
  return fact?.fact === 'compare' ? { way: { place: fact.place, is: fact.with } } : {};
}

/** `events.on(socket, 'data')` reads like `for await`, but never destroys, and ends only by a signal or an event of `close`. */
const iterate = native('events.on', (call) => {
  const [emitter, name, options] = call.args;
  const source = asStream(emitter);
  const event = textOf(name);
  if (!source) return FOREIGN;
  const iterated = event === undefined || mayEnd(options, endOf(source)) ? undefined : event;
  return stream(call, 'readline', source.name, { input: targetOf(source), of: source, iterated });
});

/** What tells that nothing more comes: a line reader is closed at the end of its input. */
function endOf({ type }: Stream): string {
  return type === 'readline' ? 'close' : 'end';
}

/** Whether the options let an iteration end with its emitter's last event. */
function mayEnd(options: Value | undefined, last: string): boolean {
  if (!options || options.kind === 'constant') return false;
  const given = optionOf(options, 'object');
  if (!given || given.rest || isOfConnection(given.fields.get('signal'))) return true;
  const closing = optionOf(given.fields.get('close'), 'object');
  if (!closing) return given.fields.has('close');
  return closing.rest !== undefined || closing.elements.some((each) => (textOf(each) ?? last) === last);
}

export const emitterClass: Native = namespace(
  'EventEmitter',
  { prototype, once, on: iterate, setMaxListeners: native('setMaxListeners', () => UNDEFINED) },
  { construct: makeEmitter, call: () => UNDEFINED },
);

export const eventsModule: Native = {
  kind: 'native',
  name: 'events',
  construct: makeEmitter,
  call: () => UNDEFINED,
  member: (name) =>
    name === 'EventEmitter' || name === 'default' ? emitterClass : emitterClass.member?.(name),
};
