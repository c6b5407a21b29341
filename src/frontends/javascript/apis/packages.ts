import type { Value } from '../values.js';
import { eventsModule } from './events.js';
import { checker, quietSpace, thrower } from './quiet.js';
import { nameFor, streamOnce } from './resources.js';
import { http2Module, httpModules } from './http.js';
import { netModule, tlsModule } from './net.js';
import { native, namespace } from '../values.js';
import { streamConsumers, streamModule, streamPromises } from './stream-module.js';
import { timersModule, timersPromises } from './timers.js';
import {
  bufferModule,
  files,
  childProcess,
  cluster,
  processModule,
  readlineModule,
  replModule,
  workerThreads,
} from './processes.js';
import { inherits } from './helpers.js';
import { fetchPackage, undiciModule, wsModule } from './packages-known.js';

const util = quietSpace('util', {
  inherits,
  promisify: native('util.promisify', () => ({ kind: 'unknown', from: 'foreign' })),
});

/** `node:zlib`: what `create…` makes are local streams. */
const zlib: Value = {
  kind: 'native',
  name: 'zlib',
  member: (name) => {
    if (name === 'default') return undefined;
    if (!name.startsWith('create')) return thrower(`zlib.${name}`);
    return native(`zlib.${name}`, (call) => streamOnce(call, 'sink', nameFor(call.node, 'zlib')));
  },
};

const PACKAGES: Readonly<Record<string, Value>> = {
  net: netModule,
  tls: tlsModule,
  ...httpModules,
  http2: http2Module,
  stream: streamModule,
  'stream/promises': streamPromises,
  'stream/consumers': streamConsumers,
  events: eventsModule,
  timers: timersModule,
  'timers/promises': timersPromises,
  util,
  zlib,
  fs: files,
  'fs/promises': files,
  child_process: childProcess,
  cluster,
  worker_threads: workerThreads,
  readline: readlineModule,
  repl: replModule,
  'readline/promises': readlineModule,
  process: processModule,
  buffer: bufferModule,
  undici: undiciModule,
  'node-fetch': fetchPackage,
  'cross-fetch': fetchPackage,
  'isomorphic-fetch': fetchPackage,
  'node-fetch-native': fetchPackage,
  ws: wsModule,
};

/** Modules that have nothing to do with sockets and whose functions rarely throw. */
const QUIET = new Set([
  'path',
  'os',
  'url',
  'querystring',
  'string_decoder',
  'perf_hooks',
  'console',
  'v8',
  'vm',
  'async_hooks',
  'diagnostics_channel',
  'debug',
  'path/posix',
]);
/** Modules whose functions throw on bad input. */
const THROWING = new Set(['crypto', 'assert', 'assert/strict', 'punycode', 'module']);
/** Those for which what is bad about it stands in the input. */
const CHECKING = new Set(['crypto', 'punycode']);

const made = new Map<string, Value>();

/** What a package from outside the project gives, as far as the API tables know it. */
export function packageNamed(specifier: string): Value | undefined {
  const name = specifier.replace(/^node:/, '');
  if (Object.hasOwn(PACKAGES, name)) return PACKAGES[name];
  if (!QUIET.has(name) && !THROWING.has(name)) return undefined;
  const throws = CHECKING.has(name) ? checker : thrower;
  const known =
    made.get(name) ??
    (QUIET.has(name)
      ? quietSpace(name)
      : namespace(name, {}, { member: (key) => (key === 'default' ? undefined : throws(`${name}.${key}`)) }));
  made.set(name, known);
  return known;
}
