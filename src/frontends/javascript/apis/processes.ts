import type { Call } from '../evaluate/call.js';
import { callLater, escapeAll } from '../evaluate/escape.js';
import { elementsOf } from '../evaluate/members.js';
import type { Stream, Value } from '../values.js';
import { namespace, native, optionOf, optionsOf, textOf, truth, UNDEFINED, UNKNOWN } from '../values.js';
import { arrive, type Delivery } from './arrivals.js';
import { globalNamed } from './globals.js';
import { quietSpace, thrower } from './quiet.js';
import { callbackOf, option } from './options.js';
import { asStream, nameFor, stream, streamOnce } from './resources.js';
import { emitOp } from './streams.js';

function opened(name: string, type: 'sink' | 'source'): Value {
  return native(name, (call: Call) =>
    streamOnce(call, type, nameFor(call.node, 'file'), { generated: true }),
  );
}

/** `node:fs`: streams are local, functions may throw. */
export const files = {
  kind: 'native' as const,
  name: 'fs',
  member: (name: string): Value | undefined => {
    if (name === 'createWriteStream') return opened(name, 'sink');
    if (name === 'createReadStream') return opened(name, 'source');
    if (name === 'promises') return files;
    if (name === 'default') return undefined;
    return name.endsWith('Sync') ? thrower(`fs.${name}`) : undefined;
  },
};

/** A child process with its pipes: they end with it, whatever flows into them. */
function childOf(call: Call): Stream {
  const child = streamOnce(call, 'emitter', nameFor(call.node, 'child'));
  if (child.fields.has('stdin')) return child;
  child.fields.set('send', send);
  child.fields.set('stdin', stream(call, 'sink', `${child.name}.stdin`));
  for (const name of ['stdout', 'stderr'])
    child.fields.set(name, stream(call, 'source', `${child.name}.${name}`));
  return child;
}

/** `child.send(message, socket, { keepOpen: true })` leaves the sender's own handle open (Node.js documentation, `subprocess.send`). */
const send = native('send', (call) => {
  const [, handle, options] = call.args;
  const socket = asStream(handle);
  const child = asStream(call.self);
  const isKept = truth(option(options, 'keepOpen') ?? UNDEFINED) === true;
  if (socket && child && isKept)
    emitOp(call, { op: 'special', name: 'shared with child', places: [socket.place, child.place] });
  for (const arg of call.args) {
    if (callbackOf([arg])) callLater(call, arg, call.node);
    else if (!isKept || asStream(arg) === undefined) escapeAll(call, [arg], call.node, 'another process');
  }
  return UNKNOWN;
});

/** A child gets copies of the descriptors in `stdio`; the parent's own stay open. */
function started(call: Call): Stream {
  const child = childOf(call);
  const options = call.args.find((arg) => option(arg, 'stdio'));
  const { elements } = elementsOf(option(options, 'stdio') ?? UNKNOWN);
  const shared = new Set(elements.flatMap((element) => asStream(element) ?? []));
  for (const socket of shared)
    emitOp(call, { op: 'special', name: 'shared with child', places: [socket.place, child.place] });
  return child;
}

/** What the parent sends along is this process's: it must be read or destroyed here (facts: shared handles). */
const HANDED: Delivery = {
  index: 1,
  type: 'socket',
  origin: { api: 'process message', kind: 'accepted', halfOpen: false },
  facts: { mayServe: true },
};

export function hearParent(call: Call, handler: Value): void {
  const takesHandle = optionsOf(handler).some((o) => o.kind === 'function' && o.node.params.length > 1);
  const parent = streamOnce(call, 'process', 'process');
  if (takesHandle) arrive(call, parent, 'message', handler, HANDED);
  else callLater(call, handler, call.node);
}

const run = quietSpace('child_process');

export const childProcess = namespace('child_process', {
  spawn: native('spawn', started),
  fork: native('fork', started),
  exec: run,
  execFile: run,
  execSync: thrower('execSync'),
});

export const cluster = quietSpace('cluster', { fork: native('cluster.fork', started) });

export const workerThreads = namespace('worker_threads', {
  Worker: {
    kind: 'native',
    name: 'Worker',
    construct: (call: Call) => streamOnce(call, 'emitter', nameFor(call.node, 'worker')),
  },
  parentPort: UNKNOWN,
  isMainThread: UNKNOWN,
  workerData: UNKNOWN,
});

/** `readline.createInterface({ input })` reads its input and says so by events of its own. */
const createInterface = native('readline.createInterface', (call) => {
  const [given] = call.args;
  const input: Stream | undefined = asStream(option(given, 'input')) ?? asStream(given);
  if (!input) return streamOnce(call, 'emitter', 'lines');
  emitOp(call, { op: 'consume', handle: input.place, how: 'readline' });
  return stream(call, 'readline', input.name, { input: input.place });
});

/** `repl.start([options])`, `repl.start(prompt, stream)`: reads its input line by line, and tells 'exit' at its end. */
const startConsole = native('repl.start', (call) => {
  const [given, source] = call.args;
  const input = textOf(given) === undefined ? asStream(option(given, 'input')) : asStream(source);
  if (!input) return streamOnce(call, 'emitter', 'repl');
  emitOp(call, { op: 'consume', handle: input.place, how: 'readline' });
  return stream(call, 'readline', nameFor(call.node, 'repl'), { input: input.place });
});

export const replModule = namespace('repl', { start: startConsole });

export const readlineModule = namespace('readline', { createInterface, promises: UNKNOWN });

export const processModule = {
  kind: 'native' as const,
  name: 'process',
  member: (name: string): Value | undefined => {
    const whole = globalNamed('process');
    return name === 'default' ? whole : optionOf(whole, 'native')?.member?.(name);
  },
};

/** `node:buffer` exports what is global, too. */
export const bufferModule = {
  ...quietSpace('buffer'),
  member: (name: string): Value | undefined => (name === 'default' ? undefined : globalNamed(name)),
};
