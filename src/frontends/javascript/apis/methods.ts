import type { Stream, StreamType, Value } from '../values.js';
import { callbackOf, option } from './options.js';
import { connectSocket, isLoopback } from './net.js';
import { UNDEFINED, UNKNOWN } from '../values.js';
import { somePledge } from './promises.js';
import { asStream } from './resources.js';
import { invoke } from '../evaluate/calls.js';
import { callLater, escapeAll } from '../evaluate/escape.js';
import type { Method } from './streams.js';
import { emitOp, listenTo, textFact } from './streams.js';

const itself: Method = (_call, self) => self;

/** A server starts: its callback is a listener of 'listening', told later. */
const listenOn: Method = (call, self) => {
  const callback = callbackOf(call.args);
  if (callback) callLater(call, callback, call.node);
  const host = option(call.args[0], 'host') ?? call.args[1];
  if (host && isLoopback(host) && host !== callback) self.facts['watched'] = true;
  return self;
};

/** An idle timeout for all sockets of an HTTP server; without a listener of 'timeout' it destroys them. */
const timeoutOfServer: Method = (_call, self) => {
  self.facts['watched'] = true;
  return self;
};

/** Reads a body to its end and gives a promise of it. */
const consumeAll: Method = (call, self) => {
  emitOp(call, { op: 'close', handle: self.place, how: 'consumed' });
  return somePledge(() => UNKNOWN);
};

const cancel: Method = (call, self) => {
  emitOp(call, { op: 'close', handle: self.place, how: 'cancel' });
  return somePledge(() => UNDEFINED);
};

/** Sends the rest of an answer: the request it belongs to is settled. */
const answer: Method = (call, self) => {
  emitOp(call, { op: 'end', handle: self.place, how: 'end' });
  for (const place of (self.facts['links'] as string[] | undefined) ?? [])
    emitOp(call, { op: 'close', handle: place, how: 'answered' });
  return self;
};

/** `wss.handleUpgrade(req, socket, head, callback)`: from here on ws reads and ends the socket. */
const handleUpgrade: Method = (call, self) => {
  const socket = asStream(call.args[1]);
  if (socket) emitOp(call, { op: 'escape', handle: socket.place, to: 'handleUpgrade' });
  const callback = call.args[3];
  const websocket: Value = {
    ...self,
    type: 'websocket',
    place: `${self.place}.client`,
    fields: new Map(),
    name: 'ws',
    facts: {},
  };
  if (callback)
    invoke(call, callback, undefined, [websocket, UNKNOWN], call.node, { token: call.token, awaited: false });
  return UNDEFINED;
};

/** What stops is the input, which the call does not name. */
const closeReader: Method = (call, self) => {
  const handle = textFact(self, 'input') ?? self.place;
  call.act.emit({ op: 'stop', handle, how: 'readline.close' }, call.token, call.frame);
  return UNDEFINED;
};

const pass: Method = (call, self) => {
  escapeAll(call, call.args, call.node, 'method');
  return self;
};

const reader: Method = (call, self) => {
  emitOp(call, { op: 'escape', handle: self.place, to: 'a reader' });
  return UNKNOWN;
};

/** A request is sent; its callback, if any, waits for 'finish'. */
const endRequest: Method = itself;

/** What differs from the common stream, by type. Sources: the class pages of the Node.js 24, undici 6 and ws 8 documentation. */
export const TYPE_METHODS: Readonly<Partial<Record<StreamType, Readonly<Record<string, Method>>>>> = {
  server: {
    listen: listenOn,
    close: itself,
    closeAllConnections: itself,
    closeIdleConnections: itself,
    setTimeout: timeoutOfServer,
    getConnections: itself,
  },
  socket: {
    connect: (call, self) => {
      connectSocket(call, self);
      const callback = callbackOf(call.args);
      if (callback) listenTo(call, self, 'connect', callback, true);
      return self;
    },
  },
  request: { end: endRequest, setHeader: itself, setSocketKeepAlive: itself, flushHeaders: itself },
  message: {},
  answer: {
    end: answer,
    destroy: answer,
    writeHead: itself,
    setHeader: itself,
    removeHeader: itself,
    appendHeader: itself,
    getHeader: () => UNKNOWN,
    flushHeaders: itself,
    writeContinue: itself,
  },
  fetched: {
    text: consumeAll,
    json: consumeAll,
    arrayBuffer: consumeAll,
    blob: consumeAll,
    bytes: consumeAll,
    formData: consumeAll,
    dump: consumeAll,
    cancel,
    getReader: reader,
    pipeTo: reader,
    pipeThrough: reader,
    tee: reader,
    clone: reader,
  },
  websocket: {
    close: (call, self) => (emitOp(call, { op: 'close', handle: self.place, how: 'close' }), UNDEFINED),
    send: () => UNDEFINED,
    ping: () => UNDEFINED,
    pong: () => UNDEFINED,
  },
  'websocket-server': { handleUpgrade, close: itself, shouldHandle: () => UNKNOWN },
  readline: {
    close: closeReader,
    pause: closeReader,
    prompt: () => UNDEFINED,
    setPrompt: () => UNDEFINED,
    question: pass,
  },
};

/** Properties that lead to another stream: destroying a message's socket is destroying the message. */
const ALIASES: Readonly<Partial<Record<StreamType, readonly string[]>>> = {
  message: ['socket', 'connection'],
  answer: ['socket', 'connection', 'req'],
  request: ['socket', 'connection'],
  fetched: ['body'],
  websocket: ['_socket'],
};

export function aliasOf(owner: Stream, name: string): Stream | undefined {
  return ALIASES[owner.type]?.includes(name) ? owner : undefined;
}
