import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

const NO_FILES: Workspace = { read: () => undefined };

async function kinds(
  text: string,
  files: Readonly<Record<string, string>> = {},
  path = '/p/main.ts',
): Promise<string[]> {
  const workspace: Workspace = { read: (asked) => files[asked] };
  const { leaks } = await javascriptFrontEnd.read({ path, language: 'typescript', text }, workspace, {});
  return leaks.map(({ kind }) => kind);
}

describe('where sockets come from', () => {
  it.each([
    [`import { createServer } from 'node:net'; createServer((s) => { s.write('x'); });`],
    [`import * as net from 'net'; net.createServer().on('connection', (s) => { s.write('x'); });`],
    [`const net = require('net'); net.createServer(function (s) { s.write('x'); });`],
    [`const { createServer: make } = require('node:net'); make((s) => { s.write('x'); });`],
    [
      `import { Server } from 'net'; const server = new Server(); server.on('connection', take); function take(s) { s.write('x'); }`,
    ],
    [
      `import net from 'net'; class A { constructor() { net.createServer(this.take.bind(this)); } take(s) { s.write('x'); } } new A();`,
    ],
    [`import net from 'net'; const s = net.connect(1); s.on('error', () => {});`],
    [`import tls from 'node:tls'; tls.connect({ port: 1 }).on('error', () => {});`],
  ])('%s', async (text) => {
    expect(await kinds(text)).toEqual(['never-read']);
  });

  it('half-open is a property of the origin', async () => {
    const server = (module: string): string =>
      `import { createServer } from '${module}'; createServer().on('upgrade', (req, socket) => { socket.on('data', () => {}); });`;
    expect(await kinds(server('http'))).toEqual(['eof-unhandled']);
    expect(await kinds(server('https'))).toEqual([]);
  });

  it('what is no socket is left alone', async () => {
    const text = `import { EventEmitter } from 'events'; import 'net'; const io = new EventEmitter(); io.on('connection', (socket) => { socket.on('end', () => {}); });`;
    expect(await kinds(text)).toEqual([]);
  });
});

describe('helpers', () => {
  const main = `import { createServer } from 'net'; import { care } from './helper'; createServer({ allowHalfOpen: true }, (s) => { s.resume(); care(s); });`;

  it('of another file that end the socket are seen', async () => {
    expect(
      await kinds(main, { '/p/helper.ts': `export function care(s) { s.on('end', () => s.end()); }` }),
    ).toEqual([]);
  });

  it('of another file that only look as if they did are seen through', async () => {
    const found = await kinds(main, {
      '/p/helper.ts': `export const care = (s) => s.on('end', () => console.log('end'));`,
    });
    expect(found).toEqual(['end-listener-does-not-end']);
  });

  it('that nobody can read are trusted', async () => {
    expect(await kinds(main)).toEqual([]);
  });

  it('options exported elsewhere count', async () => {
    const text = `import { createServer } from 'net'; import { options } from './config'; createServer(options, (s) => { s.resume(); });`;
    expect(await kinds(text, { '/p/config.ts': 'export const options = { allowHalfOpen: true };' })).toEqual([
      'eof-unhandled',
    ]);
    expect(await kinds(text, { '/p/config.ts': 'export const options = { noDelay: true };' })).toEqual([]);
  });
});

describe('paths', () => {
  const server = (body: string): string =>
    `import { createServer } from 'net'; createServer(async (s) => { ${body} });`;

  it.each([
    ['if (s.remoteAddress) return; s.resume();', ['path-abandons']],
    ['if (s.remoteAddress) { s.destroy(); return; } s.resume();', []],
    ['try { JSON.parse("x"); s.resume(); } catch { console.log(1); }', ['error-path-abandons']],
    ['try { JSON.parse("x"); } finally { s.destroy(); }', []],
    [
      'let closed = false; const close = () => { if (closed) return; closed = true; s.destroy(); }; close();',
      [],
    ],
    ['for await (const chunk of s) { console.log(chunk); }', []],
    [
      'await using t = { [Symbol.asyncDispose]: async () => { s.destroy(); } }; await fetch("http://x/").then((r) => r.text());',
      [],
    ],
  ])('%s', async (body, expected) => {
    expect(await kinds(server(body))).toEqual(expected);
  });
});

describe('promises', () => {
  const pool = (release: string): string => `
    import net from 'net';
    const free = [];
    function acquire() {
      if (free.length) return Promise.resolve(free.pop());
      return new Promise((resolve, reject) => {
        const socket = net.connect(6379);
        socket.once('connect', () => resolve(socket));
        socket.once('error', reject);
      });
    }
    async function get(key) {
      const s = await acquire();
      s.once('data', () => { ${release} free.push(s); });
      s.write(key);
    }
    get('a');`;

  it.each([
    ['', []],
    ['s.pause();', ['paused']],
  ])('an early return gives another promise: %s', async (release, expected) => {
    expect(await kinds(pool(release))).toEqual(expected);
  });

  it('which of two is waited for is not guessed', async () => {
    const text = `import net from 'net';
      const open = (port) => new Promise((resolve) => { const s = net.connect(port, () => resolve(s)); s.on('error', () => {}); });
      const s = await (process.env.A ? open(1) : open(2)); s.on('data', () => {});`;
    expect(await kinds(text)).toEqual([]);
  });

  it('a response is called what the variable that awaits it is called', async () => {
    const text = `import http from 'http';
      const res = await new Promise((resolve, reject) => { http.get('http://x/', resolve).on('error', reject); });
      console.log(res.statusCode);`;
    const { leaks } = await javascriptFrontEnd.read(
      { path: '/p/a.mjs', language: 'javascript', text },
      NO_FILES,
      {},
    );
    expect(leaks.map(({ kind, name }) => [kind, name])).toEqual([['body-unread', 'res']]);
  });

  it('a half-open socket that a line reader reads keeps its own name', async () => {
    const text = `import net from 'net'; import readline from 'readline';
      net.createServer({ allowHalfOpen: true }, (socket) => {
        const rl = readline.createInterface({ input: socket });
        rl.on('line', () => {}); rl.on('close', () => console.log('gone'));
      });`;
    const { leaks } = await javascriptFrontEnd.read(
      { path: '/p/a.mjs', language: 'javascript', text },
      NO_FILES,
      {},
    );
    expect(leaks.map(({ kind, name }) => [kind, name])).toEqual([['end-listener-does-not-end', 'socket']]);
  });
});

it('a paused request is told of where it is given up', async () => {
  const text = `import { createServer } from 'http'; import { setTimeout as wait } from 'timers/promises';
    createServer(async (req, res) => {
      req.pause();
      await wait(10);
      if (req.headers.large) return;
      req.resume(); req.on('end', () => res.end());
    });`;
  const source = { path: '/p/a.mjs', language: 'javascript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, NO_FILES, {});
  expect(leaks.map(({ kind, at }) => [kind, text.slice(at.start, at.end)])).toEqual([
    ['path-abandons', 'return;'],
  ]);
});

describe('Node.js versions', () => {
  const text = `import { createServer } from 'net'; createServer({ allowHalfOpen: true }, async (s) => { for await (const c of s) console.log(c); });`;

  it('decide what for await does at the end of a half-open socket', async () => {
    const engines = (range: string): Record<string, string> => ({
      '/p/package.json': `{ "engines": { "node": "${range}" } }`,
    });
    expect(await kinds(text, engines('>=18 <23'))).toEqual([]);
    expect(await kinds(text, engines('>=20'))).toEqual(['consumer-does-not-end']);
    expect(await kinds(text, { '/p/.nvmrc': 'v20.11.0\n' })).toEqual([]);
  });
});

it('half-typed text gives nothing and does not throw', async () => {
  const source = {
    path: '/p/a.ts',
    language: 'typescript' as const,
    text: `import net from 'net'; net.createServer((s) => {`,
  };
  expect((await javascriptFrontEnd.read(source, NO_FILES, {})).leaks).toEqual([]);
});
