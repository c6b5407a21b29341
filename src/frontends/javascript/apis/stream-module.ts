import type { Call } from '../evaluate/call.js';
import { callHook } from '../evaluate/classes.js';
import { escapeAll } from '../evaluate/escape.js';
import { listener } from '../evaluate/functions.js';
import { elementsOf } from '../evaluate/members.js';
import type { Native, Stream, StreamType, Value } from '../values.js';
import {
  FOREIGN,
  namespace,
  native,
  NULL,
  optionOf,
  optionsOf,
  truth,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';
import { aborting } from './abort.js';
import { flag, option } from './options.js';
import { asStream, nameFor, stream, streamOnce } from './resources.js';
import { awaitedEvent, emitOp } from './streams.js';

function streamsOf(args: readonly Value[]): Stream[] {
  return args
    .flatMap((arg) => (optionOf(arg, 'object')?.shape === 'array' ? elementsOf(arg).elements : [arg]))
    .flatMap((arg) => asStream(arg) ?? []);
}

/** Connects streams so that an error of one destroys all, and the end of one ends the next. */
function connectAll(call: Call, streams: readonly Stream[], how = 'pipeline'): void {
  const [first] = streams;
  if (first) emitOp(call, { op: 'consume', handle: first.place, how });
  streams.forEach((from, i) => {
    const to = streams[i + 1];
    if (!to) return;
    emitOp(call, { op: 'pipe', from: from.place, to: to.place, ends: true, errors: true });
    for (const place of (to.facts['links'] as string[] | undefined) ?? [])
      emitOp(call, { op: 'close', handle: place, how: 'pipeline' });
  });
}

const pipeline = native('pipeline', (call) => {
  const streams = streamsOf(call.args);
  connectAll(call, streams);
  const callback = call.args.findLast((arg) => optionsOf(arg).some(({ kind }) => kind === 'function'));
  const [first] = streams;
  if (callback && first) {
    const handler = listener(call, callback, undefined, [NULL], call.node);
    call.act.emit(
      { op: 'listen', handle: first.place, event: '@read', handler, once: true },
      call.token,
      call.frame,
    );
    const failed = listener(call, callback, undefined, [UNKNOWN], call.node);
    if (failed !== undefined && streams.length > 1)
      emitOp(call, {
        op: 'special',
        name: 'pipeline callback',
        places: streams.slice(1).map((s) => s.place),
        detail: failed,
      });
  }
  return streams.at(-1) ?? FOREIGN;
});

const pipelinePromise = native('pipeline', (call) => {
  const streams = streamsOf(call.args);
  connectAll(call, streams);
  const [first] = streams;
  return {
    kind: 'pledge',
    place: undefined,
    on: 'event',
    ...(first ? { handle: first.place, event: '@read' } : {}),
    mayReject: true,
    value: () => UNDEFINED,
  };
});

/** `compose(source, …)`: what comes out of the last ends when the first does. */
const compose = native('compose', (call) => {
  const streams = streamsOf(call.args);
  const [first] = streams;
  if (!first) return FOREIGN;
  connectAll(call, streams, 'compose');
  return stream(call, 'readline', nameFor(call.node, first.name), { input: first.place });
});

/** `finished(stream, { writable: false })` waits for the end of reading only; without, for both sides. */
function finishedEvent(options: Value | undefined): string {
  return flag(options, 'writable') === false && option(options, 'writable') ? '@read' : 'close';
}

const finished = native('finished', (call) => {
  const target = asStream(call.args[0]);
  const callback = call.args.findLast((arg) => optionsOf(arg).some(({ kind }) => kind === 'function'));
  if (!target || !callback) return FOREIGN;
  const handler = listener(call, callback, undefined, [UNKNOWN], call.node);
  call.act.emit(
    { op: 'listen', handle: target.place, event: finishedEvent(call.args[1]), handler, once: true },
    call.token,
    call.frame,
  );
  return native('cleanup', () => UNDEFINED);
});

const finishedPromise = native('finished', (call) => {
  const target = asStream(call.args[0]);
  return target ? awaitedEvent(target, finishedEvent(call.args[1])) : FOREIGN;
});

const addAbortSignal = native('addAbortSignal', (call) => {
  const target = asStream(call.args[1]);
  if (target) aborting(call, call.args[0], target);
  return target ?? UNKNOWN;
});

/** What the runtime calls of a stream that is made of options. */
const HOOKS = ['read', 'write', 'writev', 'transform', 'flush', 'final', 'destroy', 'construct'];

function withSelf(hook: Value | undefined, self: Stream): Value {
  return hook?.kind === 'function' ? { ...hook, self } : UNDEFINED;
}

/** With `allowHalfOpen: false` the stream ends itself when it has been read to its end; by default it does not. */
function initialize({ args: [options] }: Call, self: Stream): void {
  const given = option(options, 'allowHalfOpen');
  if (options?.kind === 'unknown' || (given && truth(given) !== true)) self.facts['endsItself'] = true;
}

/** `Readable.fromWeb(response.body)`: the same body, read as a stream of Node.js. */
const fromWeb = native('fromWeb', (call) => {
  const [body] = call.args;
  const given = optionOf(body, 'stream');
  if (given?.type !== 'fetched') {
    escapeAll(call, call.args, call.node, 'fromWeb');
    return FOREIGN;
  }
  return { ...given, type: 'message', fields: new Map(), name: nameFor(call.node, given.name) };
});

function local(type: StreamType, name: string): Native {
  const make = (call: Call): Stream => streamOnce(call, type, nameFor(call.node, name));
  const build = (call: Call): Stream => {
    const made = make(call);
    initialize(call, made);
    for (const hook of HOOKS)
      callHook(call, hook, withSelf(option(call.args[0], hook), made), made, call.node);
    return made;
  };
  const from = native(`${name}.from`, (call) =>
    stream(call, 'source', nameFor(call.node, 'source'), { generated: true }),
  );
  const web = native(`${name}.web`, (call) => {
    const target = asStream(call.args[0]);
    if (target) emitOp(call, { op: 'consume', handle: target.place, how: 'toWeb' });
    return target ? stream(call, 'readline', target.name, { input: target.place }) : FOREIGN;
  });
  return namespace(
    name,
    { from, toWeb: web, fromWeb },
    { construct: build, call: build, extended: make, initialize },
  );
}

const consumer = native('consume', (call) => {
  const target = asStream(call.args[0]);
  if (target)
    emitOp(call, {
      op: target.type === 'socket' ? 'consume' : 'close',
      handle: target.place,
      how: 'consumers',
    });
  return target ? awaitedEvent(target, '@read') : FOREIGN;
});

export const streamPromises = namespace('stream/promises', {
  pipeline: pipelinePromise,
  finished: finishedPromise,
});
export const streamConsumers = namespace('stream/consumers', {
  text: consumer,
  json: consumer,
  buffer: consumer,
  arrayBuffer: consumer,
  blob: consumer,
});

export const streamModule = namespace('stream', {
  pipeline,
  finished,
  compose,
  addAbortSignal,
  promises: streamPromises,
  Transform: local('sink', 'Transform'),
  PassThrough: local('sink', 'PassThrough'),
  Writable: local('sink', 'Writable'),
  Duplex: local('sink', 'Duplex'),
  Readable: local('source', 'Readable'),
});
