import type { Call } from '../evaluate/call.js';
import type { Native, Stream, Value } from '../values.js';
import { invoke } from '../evaluate/calls.js';
import { namespace, native, optionOf, streamsIn, truth, UNDEFINED, UNKNOWN } from '../values.js';
import { aborting } from './abort.js';
import { callbackOf, flag, option, optionsAmong } from './options.js';
import { nameFor, open, stream, streamOnce } from './resources.js';
import { emitOp, listenTo } from './streams.js';

type Flavour = 'net' | 'tls' | 'http' | 'https' | 'http2';

const LISTENED: Readonly<Record<Flavour, string>> = {
  net: 'connection',
  tls: 'secureConnection',
  http: 'request',
  https: 'request',
  http2: 'request',
};

/** `createServer([options][, listener])` and `new Server(…)` of net, tls, http, https and http2. */
export function serverOf(flavour: Flavour): Native {
  const make = (call: Call): Stream => streamOnce(call, 'server', nameFor(call.node, 'server'), { flavour });
  const initialize = (call: Call, server: Stream): void => {
    const options = optionsAmong(call.args);
    server.facts['halfOpen'] = flag(options, 'allowHalfOpen');
    server.facts['isModern'] = flag(options, 'allowHTTP1') === false;
    server.facts['paused'] = flag(options, 'pauseOnConnect') === true;
    if (flag(options, 'keepAlive') !== false) server.facts['watched'] = true;
    const callback = callbackOf(call.args);
    if (callback) {
      server.facts['handled'] = !flavour.startsWith('http');
      listenTo({ ...call, argNodes: [] }, server, LISTENED[flavour], callback, false);
    }
    // What is not known may be a listener as well as options.
    else if (call.args.some(({ kind }) => kind === 'unknown') && !flavour.startsWith('http'))
      server.shared = true;
  };
  const create = (call: Call): Stream => {
    const server = make(call);
    initialize(call, server);
    return server;
  };
  return { ...native(`${flavour}.createServer`, create, create), extended: make, initialize };
}

/** `net.connect(…)`, `tls.connect(…)`: the options decide whether the socket is half-open. */
export function connectOf(api: string, event: string): (call: Call) => Stream {
  return (call) => {
    const options = optionsAmong(call.args);
    const socket = streamOnce(call, 'socket', nameFor(call.node, 'socket'));
    const origin = { api, kind: 'connected', halfOpen: flag(options, 'allowHalfOpen') } as const;
    if (!isLocal(call.args) && !isOfEnvironment(call))
      open(call, socket, { ...origin, ...traitsOf(call.args, options) }, call.token);
    onread(call, socket, options);
    if (option(options, 'timeout')) emitOp(call, { op: 'special', name: 'arm', places: [socket.place] });
    aborting(call, option(options, 'signal'), socket);
    const callback = callbackOf(call.args);
    if (callback) listenTo({ ...call, argNodes: [] }, socket, event, callback, true);
    return socket;
  };
}

/** A Unix socket or named pipe is no TCP: it has no CLOSE_WAIT (Node.js documentation, "Identifying paths for IPC"). */
function isLocal([first]: readonly Value[]): boolean {
  const path = first && optionOf(first, 'constant')?.value;
  return typeof path === 'string' ? !/^\d+$/.test(path) : option(first, 'path') !== undefined;
}

/** `net.connect(process.env.AGENT)`: the text that alone tells where may as well be a path. */
function isOfEnvironment({ args: [, host], argNodes: [first] }: Call): boolean {
  const isAlone = host === undefined || callbackOf([host]) !== undefined;
  if (!isAlone || first?.type !== 'MemberExpression' || first.object.type !== 'MemberExpression')
    return false;
  const { object, property } = first.object;
  return (
    object.type === 'Identifier' &&
    object.name === 'process' &&
    property.type === 'Identifier' &&
    property.name === 'env'
  );
}

function traitsOf(args: readonly Value[], options: Value | undefined): { traits: ReadonlySet<string> } {
  return {
    traits: new Set([
      ...(option(options, 'onread') ? ['reads', 'onread'] : []),
      ...(isWatched(args, options) ? ['watched'] : []),
    ]),
  };
}

/** The kernel probes the peer (`keepAlive`), or it is on this machine and cannot vanish without a FIN. */
function isWatched(args: readonly Value[], options: Value | undefined): boolean {
  return flag(options, 'keepAlive') !== false || isLoopback(hostOf(args, options));
}

/** `net.connect(port[, host])`, `{ host }`; without one it is this machine (Node.js documentation of `socket.connect`). */
function hostOf([, host]: readonly Value[], options: Value | undefined): Value {
  if (optionOf(options, 'object')) return option(options, 'host') ?? UNDEFINED;
  return host && callbackOf([host]) === undefined ? host : UNDEFINED;
}

/** A literal name or address of this machine, or none at all (RFC 6890 §2.2.2, RFC 6761 §6.3). */
export function isLoopback(host: Value): boolean {
  return (
    host.kind === 'constant' &&
    (host.value === undefined || /^(?:localhost|127\.[\d.]+|::1)$/.test(String(host.value)))
  );
}

/** `onread`: the callback reads; returning false pauses the socket. */
function onread(call: Call, socket: Stream, options: Value | undefined): void {
  const given = optionOf(option(options, 'onread'), 'object');
  const callback = given?.fields.get('callback');
  if (!callback) return;
  const at = optionOf(callback, 'function')?.node ?? call.token;
  const read = native('onread', (inner) => {
    const goesOn = truth(
      invoke(inner, callback, given, inner.args, inner.node, { token: inner.token, awaited: false }),
    );
    const stop = (): void => {
      inner.act.emit({ op: 'stop', handle: socket.place, how: 'onread' }, at, inner.frame, socket.name);
    };
    if (goesOn !== true && inner.act.builder.reachable) inner.act.choose([stop, () => undefined]);
    return UNKNOWN;
  });
  listenTo({ ...call, argNodes: [] }, socket, 'onread', read, false);
}

/** `new net.Socket(options)` is a socket once it is connected, or at once when it wraps a descriptor. */
function newSocket(call: Call): Stream {
  const [options] = call.args;
  const socket = streamOnce(call, 'socket', nameFor(call.node, 'socket'), {
    halfOpen: flag(options, 'allowHalfOpen'),
  });
  if (option(options, 'fd')) {
    const isUnread = flag(options, 'readable') === false;
    open(
      call,
      socket,
      {
        api: 'new net.Socket({ fd })',
        kind: 'other',
        halfOpen: flag(options, 'allowHalfOpen'),
        ...(isUnread ? { paused: true } : {}),
      },
      call.token,
    );
  }
  return socket;
}

/** A socket that unseen code holds too may be read there. */
export function connectSocket(call: Call, socket: Stream): void {
  if (isLocal(call.args) || socket.shared) return;
  const options = optionsAmong(call.args);
  if (option(options, 'timeout')) emitOp(call, { op: 'special', name: 'arm', places: [socket.place] });
  const halfOpen = socket.facts['halfOpen'];
  open(
    call,
    socket,
    {
      api: 'socket.connect',
      kind: 'connected',
      halfOpen: halfOpen === true || halfOpen === 'unknown' ? halfOpen : false,
      ...traitsOf(call.args, options),
    },
    call.token,
  );
}

const connect = native('net.connect', connectOf('net.connect', 'connect'));
const createServer = serverOf('net');
const Socket: Native = {
  kind: 'native',
  name: 'net.Socket',
  call: newSocket,
  construct: newSocket,
  extended: newSocket,
  initialize: (call, self) => {
    self.facts['halfOpen'] = flag(call.args[0], 'allowHalfOpen');
  },
};
const yes = native('net.isIP', () => UNKNOWN);

export const netModule = namespace('net', {
  createServer,
  Server: createServer,
  connect,
  createConnection: connect,
  Socket,
  Stream: Socket,
  isIP: yes,
  isIPv4: yes,
  isIPv6: yes,
});

/** `new tls.TLSSocket(socket)` reads the socket it wraps and closes it with itself. */
function wrapSocket(call: Call): Stream {
  handOver(call, call.args[0], 'TLSSocket');
  return stream(call, 'emitter', 'socket');
}

/** Whichever socket it is. */
function handOver({ act, token, frame }: Call, value: Value | undefined, to: string): void {
  for (const { place } of value ? streamsIn(value) : [])
    act.emit({ op: 'escape', handle: place, to }, token, frame);
}

const tlsServer = serverOf('tls');
const tlsConnect = native('tls.connect', (call: Call) => {
  const options = optionsAmong(call.args);
  handOver(call, option(options, 'socket'), 'tls.connect');
  return connectOf('tls.connect', 'secureConnect')(call);
});

export const tlsModule = namespace('tls', {
  createServer: tlsServer,
  Server: tlsServer,
  connect: tlsConnect,
  TLSSocket: { kind: 'native', name: 'tls.TLSSocket', construct: wrapSocket },
  createSecureContext: native('tls.createSecureContext', () => UNKNOWN),
});
