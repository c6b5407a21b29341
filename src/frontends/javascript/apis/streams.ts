import type { Call } from '../evaluate/call.js';
import type { TSESTree } from '@typescript-eslint/types';
import { listener } from '../evaluate/functions.js';
import { isFunction } from '../repairs/syntax.js';
import type { Pledge, Stream, Value } from '../values.js';
import { array, native, optionsOf, textOf, truth, UNDEFINED, UNKNOWN } from '../values.js';
import { delivered, deliveryOf } from './deliveries.js';
import { EMITTER } from './events.js';
import { arrive } from './arrivals.js';
import { flag, option } from './options.js';
import { asStream, selfStream, stream } from './resources.js';
import { aliasOf, TYPE_METHODS } from './methods.js';
import { sizeOf } from './sizes.js';

export type Method = (call: Call, self: Stream) => Value;

/** What a method or property of a stream is: from the table of its type, then from what all streams have. */
export function streamMember(owner: Stream, name: string): Value | undefined {
  const special = TYPE_METHODS[owner.type] ?? {};
  const methods = Object.hasOwn(special, name) ? special : COMMON;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const alias = aliasOf(owner, name);
  if (alias) return alias;
  if (method) return native(name, (call) => method(call, selfStream(call) ?? owner));
  if (owner.type === 'emitter') return EMITTER[name] ?? UNKNOWN;
  return UNKNOWN;
}

export function emitOp(call: Call, op: Parameters<Call['act']['emit']>[0]): void {
  call.act.emit(op, call.token, call.frame, receiverOf(call));
}

/** How the source names what a method is called on. */
export function receiverOf({ node, frame }: Pick<Call, 'node' | 'frame'>): string | undefined {
  let callee = node.type === 'CallExpression' ? node.callee : undefined;
  let target: TSESTree.Node | undefined;
  while (!target && callee?.type === 'MemberExpression' && callee.object.type === 'CallExpression') {
    target = pipeTarget(callee.object);
    callee = callee.object.callee;
  }
  if (callee?.type !== 'MemberExpression') return undefined;
  const text = frame.module.parsed.text.slice(...(target ?? callee.object).range);
  return /^[\w$.#]+$/.test(text) ? text : undefined;
}

/** `a.pipe(b)` gives b. */
function pipeTarget({ callee, arguments: [target] }: TSESTree.CallExpression): TSESTree.Node | undefined {
  const method = callee.type === 'MemberExpression' ? callee.property : undefined;
  return method?.type === 'Identifier' && method.name === 'pipe' ? target : undefined;
}

const EVENTS_WITH_DATA = new Set(['data', 'error', 'close', 'message', 'line']);

/** `on(event, listener)`: what arrives with the event comes into being in the listener. */
function listen(once: boolean): Method {
  return (call, self) => {
    const [event, handler] = call.args;
    if (!event || !handler) return self;
    const names = optionsOf(event).map((o) => textOf(o));
    // Which of the listeners is for which of the events is not known.
    const isMixed = names.length > 1 && optionsOf(handler).length > 1;
    for (const name of names) {
      if (name === undefined || isMixed)
        emitOp(call, { op: 'escape', handle: self.place, to: 'an event whose name is not known' });
      else listenTo(call, self, name, handler, once);
    }
    return self;
  };
}

export function listenTo(call: Call, self: Stream, event: string, handler: Value, once: boolean): void {
  // The parent may have sent a server.
  if (self.facts['mayServe'] === true && event === 'connection')
    emitOp(call, { op: 'escape', handle: self.place, to: 'a server' });
  const delivery = deliveryOf(self, event);
  if (delivery) {
    arrive(call, self, event, handler, delivery);
    return;
  }
  const args = EVENTS_WITH_DATA.has(event) ? [UNKNOWN] : [];
  const code = optionsOf(handler).every(({ kind }) => kind === 'unknown') ? unseenListener(self) : handler;
  const graph = listener(call, code, self, args, call.node, self.type === 'emitter' ? 'lastly' : 'later');
  const at = call.argNodes[0] ?? call.token;
  call.act.emit(
    {
      op: 'listen',
      handle: targetOf(self),
      event: eventOf(self, event),
      handler: graph,
      ...(once ? { once } : {}),
    },
    at,
    call.frame,
    self.type === 'readline' ? undefined : receiverOf(call),
  );
}

const unseen = new WeakMap<Stream, Value>();

/** Code that is not read is called with the stream as `this`: from then on it has it in its hands. */
function unseenListener(self: Stream): Value {
  const known = unseen.get(self);
  if (known) return known;
  const made = native('listener', (call) => {
    call.act.emit({ op: 'escape', handle: targetOf(self), to: 'a listener' }, call.token, call.frame);
    return UNDEFINED;
  });
  unseen.set(self, made);
  return made;
}

/** A line reader's events are those of what it reads. */
export function targetOf(self: Stream): string {
  return textFact(self, 'input') ?? self.place;
}

function eventOf(self: Stream, event: string): string {
  if (self.type === 'websocket') return event === 'message' ? 'data' : event;
  if (self.type !== 'readline') return event;
  return event === 'line' ? 'data' : event === 'close' || event === 'exit' ? 'end' : event;
}

export function textFact(self: Stream, name: string): string | undefined {
  const fact = self.facts[name];
  return typeof fact === 'string' ? fact : undefined;
}

const unlisten: Method = (call, self) => {
  const event = textOf(call.args[0]);
  emitOp(call, { op: 'unlisten', handle: self.place, event });
  return self;
};

function closing(how: string): Method {
  return (call, self) => {
    emitOp(call, { op: 'close', handle: self.place, how });
    for (const place of linked(self)) emitOp(call, { op: 'close', handle: place, how });
    return self;
  };
}

/** What goes when this goes: a response with its request, a body with its answer. */
function linked(self: Stream): string[] {
  const links = self.facts['links'];
  return Array.isArray(links) ? links.filter((link) => typeof link === 'string') : [];
}

const end: Method = (call, self) => {
  backlog(call, self);
  emitOp(call, { op: 'end', handle: self.place, how: 'end' });
  for (const place of linked(self)) emitOp(call, { op: 'close', handle: place, how: 'end' });
  return self;
};

/** Something is written of which a peer that does not read takes only a part. */
function backlog(call: Call, self: Stream): void {
  const bytes = (call.args[0] && sizeOf(call.args[0])) ?? 1;
  if (bytes * call.act.rounds >= 1 << 20)
    emitOp(call, { op: 'special', name: 'backlog', places: [self.place] });
}

const write: Method = (call, self) => {
  emitOp(call, { op: 'special', name: 'written', places: [self.place] });
  backlog(call, self);
  return UNKNOWN;
};

const pipe: Method = (call, self) => {
  const [target = UNKNOWN, options] = call.args;
  const ends = flag(options, 'end') !== false || option(options, 'end') === undefined;
  emitOp(call, { op: 'consume', handle: self.place, how: 'pipe' });
  for (const to of optionsOf(target)) {
    if (to.kind === 'stream') {
      emitOp(call, {
        op: 'pipe',
        from: self.place,
        to: to.place,
        ends,
        errors: false,
        ...nameOfTarget(call),
      });
      if (self.facts['generated'] === true && to.type === 'socket')
        emitOp(call, { op: 'special', name: 'backlog', places: [to.place] });
      if (ends) for (const place of linked(to)) emitOp(call, { op: 'close', handle: place, how: 'pipe' });
    }
  }
  return target;
};

function nameOfTarget({ argNodes: [node], frame }: Call): { target?: string } {
  return node ? { target: frame.module.parsed.text.slice(...node.range) } : {};
}

const setIdleTimeout: Method = (call, self) => {
  const [ms, handler] = call.args;
  if (ms?.kind === 'constant' && ms.value === 0) {
    emitOp(call, { op: 'special', name: 'disarm', places: [self.place] });
    return self;
  }
  emitOp(call, { op: 'special', name: 'arm', places: [self.place] });
  if (handler && handler.kind !== 'constant')
    listenTo({ ...call, argNodes: call.argNodes.slice(1) }, self, 'timeout', handler, true);
  return self;
};

/** `setKeepAlive([enable = false][, initialDelay])`: without a delay, or with 0, the system's own stays. */
const keepAlive: Method = (call, self) => {
  const [enable = UNDEFINED, delay = UNDEFINED] = call.args;
  const isSlow = truth(delay) === false;
  const name = truth(enable) === false ? 'no keepalive' : isSlow ? 'slow keepalive' : 'keepalive';
  emitOp(call, { op: 'special', name, places: [self.place] });
  return self;
};

/** `read(size)` leaves what is beyond; whoever does so again and again gets to the end of it. */
const read: Method = (call, self) => {
  const isWhole = call.args.length === 0 || isRepeated(call.node);
  emitOp(call, { op: 'special', name: isWhole ? 'read' : 'written', places: [self.place] });
  return UNKNOWN;
};

function isRepeated(node: TSESTree.Node): boolean {
  for (let at: TSESTree.Node | undefined = node.parent; at; at = at.parent) {
    if (/^(?:While|DoWhile|For)Statement$/.test(at.type)) return true;
    if (isFunction(at)) return false;
  }
  return false;
}

const iterator: Method = (call, self) => {
  const destroyOnReturn = truth(option(call.args[0], 'destroyOnReturn') ?? UNKNOWN) !== false;
  return stream(call, self.type, self.name, { ...self.facts, input: self.place, destroyOnReturn });
};

const itself: Method = (_call, self) => self;

/** Members of `net.Socket` and of the streams of `node:stream`, by the documentation of Node.js 24. */
const COMMON: Readonly<Record<string, Method>> = {
  on: listen(false),
  addListener: listen(false),
  prependListener: listen(false),
  once: listen(true),
  prependOnceListener: listen(true),
  off: unlisten,
  removeListener: unlisten,
  removeAllListeners: unlisten,
  resume: (call, self) => (emitOp(call, { op: 'consume', handle: self.place, how: 'resume' }), self),
  pause: (call, self) => (emitOp(call, { op: 'stop', handle: self.place, how: 'pause' }), self),
  unpipe: (call, self) => (emitOp(call, { op: 'stop', handle: self.place, how: 'unpipe' }), self),
  read,
  destroy: closing('destroy'),
  destroySoon: closing('destroySoon'),
  resetAndDestroy: closing('resetAndDestroy'),
  terminate: closing('terminate'),
  close: closing('close'),
  abort: closing('abort'),
  '@dispose': closing('dispose'),
  '@asyncDispose': closing('dispose'),
  end,
  write,
  pipe,
  iterator,
  '@asyncIterator': iterator,
  setTimeout: setIdleTimeout,
  setEncoding: itself,
  setNoDelay: itself,
  setKeepAlive: keepAlive,
  setDefaultEncoding: itself,
  setMaxListeners: itself,
  ref: itself,
  unref: itself,
  cork: () => UNDEFINED,
  uncork: () => UNDEFINED,
  emit: (call, self) => {
    const event = textOf(call.args[0]);
    const target = asStream(call.args[1]);
    if (self.type === 'server' && target)
      emitOp(call, { op: 'escape', handle: target.place, to: `server.emit ${event ?? ''}` });
    return UNKNOWN;
  },
  listenerCount: () => UNKNOWN,
  listeners: () => UNKNOWN,
  eventNames: () => UNKNOWN,
  address: () => UNKNOWN,
  isPaused: () => UNKNOWN,
  unshift: () => UNDEFINED,
  push: () => UNKNOWN,
  compose: (call, self) => {
    emitOp(call, { op: 'consume', handle: self.place, how: 'compose' });
    return stream(call, 'readline', self.name, { input: self.place });
  },
};

/** A promise for an event of a stream, with what arrives by it. */
export function awaitedEvent(target: Stream, event: string): Pledge {
  const delivery = deliveryOf(target, event);
  return {
    kind: 'pledge',
    place: undefined,
    on: 'event',
    handle: targetOf(target),
    event: eventOf(target, event),
    mayReject: event !== 'end' && event !== 'close',
    value: (scope) => (delivery ? delivered(scope, delivery) : array([UNKNOWN])),
  };
}
