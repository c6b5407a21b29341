import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { diagnose } from '../../src/debug/diagnosis.js';
import { parseSnapshot, type NodeSnapshot } from '../../src/debug/node-snapshot.js';
import {
  destroyExpression,
  handlersExpression,
  snapshotExpression,
} from '../../src/debug/snapshot-expression.js';
import { createSampler, type Sampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import type { Cause } from '../../src/shared/leak-site.js';
import type { Sample } from '../../src/shared/sample.js';
import {
  accepted,
  endPrograms,
  eventually,
  halfClosedPeer,
  startProgram,
  type Program,
} from '../sampler/program.js';

/** A program that leaks in one way, the request its peer sends, and the cause that must be found. */
interface Pattern {
  readonly name: string;
  readonly cause: Cause;
  /** Statements of the program; `port(server)` prints where it listens, `keep` holds on to what would be collected. */
  readonly source: string;
  readonly request?: string;
  /** The program is the client of a server in the test, which answers this and ends. */
  readonly answer?: (major: number) => string;
}

const UPGRADE = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';

function response(length: number): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${'x'.repeat(length)}`;
}

const PATTERNS: readonly Pattern[] = [
  {
    name: 'a half-open server that reads and never ends',
    cause: 'half-open',
    source: `port(net.createServer({ allowHalfOpen: true }, (socket) => { socket.on('data', () => {}); }))`,
  },
  {
    name: 'a half-open client that reads and never ends',
    cause: 'half-open',
    answer: () => 'x'.repeat(200),
    source: `keep(net.connect({ port: PORT, host: '127.0.0.1', allowHalfOpen: true }).on('data', () => {}))`,
  },
  {
    name: 'a socket piped with end: false on a half-open server',
    cause: 'half-open',
    source: `const { Writable } = require('stream');
      port(net.createServer({ allowHalfOpen: true }, (socket) => {
        socket.pipe(new Writable({ write: (chunk, encoding, done) => done() }), { end: false });
      }))`,
  },
  {
    name: 'a server without any reader',
    cause: 'unread',
    source: `port(net.createServer((socket) => { keep(socket); }))`,
    request: 'x'.repeat(600),
  },
  {
    name: 'an upgraded socket that nobody reads',
    cause: 'upgrade-unread',
    source: `port(http.createServer().on('upgrade', (request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n');
    }))`,
    request: `${UPGRADE}123456789`,
  },
  {
    name: 'an upgraded socket whose bytes nobody reads',
    cause: 'upgrade-unread',
    source: `port(http.createServer().on('upgrade', (request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n');
      socket.unshift('123456789');
    }))`,
    request: UPGRADE,
  },
  {
    name: 'an upgraded socket that is read and not ended',
    cause: 'half-open',
    source: `port(http.createServer().on('upgrade', (request, socket) => {
      socket.on('data', () => {}).write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n');
    }))`,
    request: UPGRADE,
  },
  {
    name: 'a socket paused with bytes in the buffer',
    cause: 'paused',
    source: `port(net.createServer((socket) => {
      socket.on('data', () => {}); socket.pause(); keep(socket);
    }))`,
    request: 'x'.repeat(300),
  },
  {
    name: 'a server with pauseOnConnect that forgets a socket',
    cause: 'paused',
    source: `port(net.createServer({ pauseOnConnect: true }, (socket) => { socket.on('data', () => {}); socket.pause(); keep(socket); }))`,
    request: 'x'.repeat(300),
  },
  {
    name: "a 'readable' listener that does not read",
    cause: 'readable-not-read',
    source: `port(net.createServer((socket) => { socket.on('readable', () => {}); }))`,
    request: 'x'.repeat(600),
  },
  {
    name: 'a pipe into a stream that never drains',
    cause: 'backpressure',
    source: `const { Writable } = require('stream');
      port(net.createServer((socket) => { socket.pipe(new Writable({ highWaterMark: 16, write: () => {} })); }))`,
    // More than Node's buffer of 64 KiB, less than that and the kernel's window together.
    request: 'x'.repeat(100_000),
  },
  {
    name: 'an HTTP response that is not consumed',
    cause: 'message-not-consumed',
    // More than message and socket buffer (their marks rose from 16 to 64 KiB), less than with the kernel's window.
    answer: (major) => response(major < 22 ? 100_000 : 180_000),
    source: `http.get({ port: PORT, host: '127.0.0.1' }, (response) => { keep(response); })`,
  },
  {
    name: 'a program that is busy in one piece of code',
    cause: 'loop-blocked',
    // The expression is evaluated by an inspector in reality; here the loop stops just after the accept.
    source: `port(net.createServer((socket) => {
      socket.on('data', () => {});
      setImmediate(() => { busy = Date.now() + 700; while (Date.now() < busy); describe(); });
    }))`,
  },
];

const HALF_OPEN = `port(net.createServer({ allowHalfOpen: true }, function theHandler(socket) {
  socket.on('data', function theReader() {});
}))`;

const PRELUDE = `
  const net = require('net'), http = require('http'), fs = require('fs');
  const kept = []; const keep = (value) => (kept.push(value), value);
  let busy = 0, last;
  const say = (value) => fs.writeSync(1, JSON.stringify(value) + '\\n');
  const port = (server) => server.on('connection', (s) => s.on('error', () => {})).listen(0, '127.0.0.1', () => say(server.address().port));
  const describe = () => { last = eval(SNAPSHOT); };
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const value = last && text.startsWith('((pairs)') ? last : eval(text);
    say(Array.isArray(value) ? value.map(String) : value);
  });
`;

/** The Node.js that runs the tests, the one of the tools and the one of the system, each major version once. */
function nodes(): [number, string][] {
  const places = [
    process.execPath,
    join(import.meta.dirname, '../../node_modules/node/bin/node'),
    '/usr/bin/node',
  ];
  const found = places
    .filter((place) => existsSync(place))
    .map((place): [number, string] => {
      return [
        Number(execFileSync(place, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' })),
        place,
      ];
    });
  return [...new Map(found)];
}

async function run(
  { source, request, answer }: Pattern,
  node: string,
  major: number,
): Promise<Program<number>> {
  const code = `const SNAPSHOT = ${JSON.stringify(snapshotExpression(undefined))};${PRELUDE}${source}`;
  if (answer === undefined) {
    const program = await startProgram<number>(code, [], node);
    await halfClosedPeer(program.first, request);
    return program;
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined).resume();
    socket.end(answer(major));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  server.unref();
  return startProgram<number>(
    `const PORT = ${(server.address() as AddressInfo).port};${code};say(PORT)`,
    [],
    node,
  );
}

function evaluate(program: Program<number>, expression: string): Promise<unknown> {
  const { stdin, stdout } = program.child;
  if (stdin === null || stdout === null) throw new Error('The program has no pipes.');
  return new Promise((resolve) => {
    createInterface({ input: stdout }).once('line', (line) => {
      resolve(JSON.parse(line));
    });
    stdin.write(expression);
  });
}

async function snapshotOf(program: Program<number>): Promise<NodeSnapshot> {
  const snapshot = parseSnapshot(String(await evaluate(program, snapshotExpression(undefined))));
  if (snapshot === undefined) throw new Error('No snapshot.');
  return snapshot;
}

describe.skipIf(process.platform !== 'linux').each(nodes())(
  'causes found in programs on Node.js %i',
  (major, node) => {
    const sampler: Sampler = createSampler('linux', systemDeps);
    afterEach(endPrograms);

    test.each(PATTERNS)('$name: $cause', async (pattern) => {
      const program = await run(pattern, node, major);
      const holds = ({ closeWait }: Sample) => closeWait.length === 1 && closeWait[0]?.holders.length === 1;
      const sample = await eventually(() => sampler.sample([program.pid]), holds);
      const [stuck] = sample.closeWait;
      expect(stuck).toBeDefined();
      const find = async () => {
        const { sockets } = await snapshotOf(program);
        return sockets.find(
          ({ fd, local, peer }) =>
            fd === stuck?.holders[0]?.fd && local.port === stuck.local.port && peer.port === stuck.peer.port,
        );
      };
      const socket = await eventually(
        find,
        (found) => found !== undefined && diagnose(found, stuck) === pattern.cause,
      );
      expect(socket).toBeDefined();
      expect(socket && diagnose(socket, stuck), JSON.stringify({ socket, stuck })).toBe(pattern.cause);
    });

    test('the first handler is the one of the listening server, and destroy() closes that socket only', async () => {
      const pattern = { name: '', cause: 'half-open', source: HALF_OPEN } as const;
      const program = await run(pattern, node, major);
      await halfClosedPeer(program.first);
      const count = (wanted: number) => eventually(() => sampler.sample([program.pid]), accepted(wanted));
      const [one, two] = (await count(2)).closeWait;
      if (one === undefined || two === undefined) throw new Error('Two sockets were expected.');
      const handlers = await evaluate(program, handlersExpression([one.local.port, one.peer.port]));
      expect(handlers).toEqual(expect.arrayContaining([expect.stringContaining('theReader')]));
      expect(Array.isArray(handlers) && handlers[0]).toContain('theHandler');
      const fd = one.holders[0]?.fd ?? -1;
      const pair = [one.local.port, one.peer.port] as const;
      expect(await evaluate(program, destroyExpression(fd + 1, pair))).toBe('changed');
      expect(await evaluate(program, destroyExpression(fd, [pair[0], pair[1] + 1]))).toBe('gone');
      expect(await evaluate(program, destroyExpression(fd, pair))).toBe('destroyed');
      expect((await count(1)).closeWait.map(({ id }) => id)).toEqual([two.id]);
    });
  },
);
