import type { TSESTree } from '@typescript-eslint/types';
import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../../src/frontends/javascript/index.js';
import { loadParser, parseOr } from '../../../../src/frontends/javascript/parse.js';
import { isFunction, walk } from '../../../../src/frontends/javascript/repairs/syntax.js';
import { annotations } from '../../../../src/frontends/javascript/types/annotations.js';

const IMPORTS = `import type * as http from 'node:http';
import type { Server as Secure } from 'https';
import { Socket } from 'net';
import tls = require('tls');
import net from 'node:net';
`;

/** The classes of the parameter or result of the file's function. */
async function classes(text: string, path = '/p/a.ts'): Promise<{ param: string[]; result: string[] }> {
  const parsed = parseOr(await loadParser(), text, path);
  if (!parsed) throw new Error(`does not parse: ${text}`);
  const fn = [...walk(parsed.ast)].find(isFunction);
  if (!fn) throw new Error(`no function: ${text}`);
  const [first] = fn.params;
  const name = first && [...walk(first)].find((node) => 'name' in node);
  return {
    param: name ? [...annotations.ofName(name as TSESTree.Identifier, parsed)] : [],
    result: [...annotations.ofResult(fn, parsed)],
  };
}

describe('an annotation tells the class', () => {
  it.each([
    ['s: http.Server', ['http.Server']],
    ['s: Secure', ['https.Server']],
    ['s: Socket', ['net.Socket']],
    ['s: tls.TLSSocket', ['tls.TLSSocket']],
    ['s: http.Server | Secure | null', ['http.Server', 'https.Server']],
    [`s: import('node:http').Server`, ['http.Server']],
    ['s?: Socket', ['net.Socket']],
    ['s: Socket = make()', ['net.Socket']],
    ['s: Socket | string', []],
    ['s: Unheard', []],
    ['s: Socket[]', []],
    ['s', []],
  ])('function f(%s)', async (param, expected) => {
    expect((await classes(`${IMPORTS}function f(${param}) {}`)).param).toEqual(expected);
  });

  it('of a result', async () => {
    expect((await classes(`${IMPORTS}function f(): net.Socket {}`)).result).toEqual(['net.Socket']);
    expect((await classes(`${IMPORTS}function f(): Promise<net.Socket> {}`)).result).toEqual([]);
  });
});

describe('JSDoc tells the class', () => {
  it.each([
    [`@param {import('http').Server} s the server`, ['http.Server']],
    ['@param {http.Server} s', ['http.Server']],
    ['@param {?Server} [s]', ['http.Server']],
    ['@param {http.Server|null} [s=null]', ['http.Server']],
    ['@param {Server|string} s', []],
    ['@param {http.Server} other', []],
    ['@param {Array<Server>} s', []],
  ])('%s', async (doc, expected) => {
    const text = `const http = require('http');\nconst { Server } = require('node:http');\n`;
    for (const fn of ['function f(s) {}', 'const f = (s) => {};'])
      expect((await classes(`${text}/**\n * ${doc}\n */\n${fn}`, '/p/a.js')).param).toEqual(expected);
  });

  it('only right before the function', async () => {
    const text = `const http = require('http');\n/** @param {http.Server} s */\nfoo();\nfunction f(s) {}`;
    expect((await classes(text, '/p/a.js')).param).toEqual([]);
  });

  it('of a result', async () => {
    const text = `/** @returns {import('net').Socket} */\nfunction f(s) {}`;
    expect((await classes(text, '/p/a.js')).result).toEqual(['net.Socket']);
  });
});

async function kinds(text: string, path = '/p/a.ts'): Promise<string[]> {
  const source = { path, language: 'typescript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, { strict: true });
  return leaks.map(({ kind }) => kind);
}

const upgrade = (handler: string): string => `server.on('upgrade', (req, socket) => { ${handler} });`;

describe('what is handed in by its type', () => {
  const typed = (body: string): string =>
    `import type { Server } from 'node:http';\nexport function install(server: Server) { ${body} }`;

  it('hands sockets out: a listener that answers and leaves them open is at fault', async () => {
    expect(await kinds(typed(upgrade(`socket.write('401');`)))).toEqual(['handed-out-unread']);
    expect(
      await kinds(typed(upgrade(`if (req.url) { socket.write('404'); return; } socket.destroy();`))),
    ).toEqual(['path-abandons']);
    expect(await kinds(typed(upgrade(`socket.end('401'); socket.resume();`)))).toEqual([]);
  });

  it('may have other listeners: one that leaves a socket alone is not at fault', async () => {
    expect(await kinds(typed(upgrade(`if (req.url === '/mine') socket.destroy();`)))).toEqual([]);
  });

  it('is known by the field it is kept in', async () => {
    const text = `import http from 'http';
      export class Gate {
        constructor(private readonly server: http.Server) {}
        open() { this.${upgrade(`socket.write('401');`)} }
      }`;
    expect(await kinds(text)).toEqual(['handed-out-unread']);
  });

  it.each([
    [
      'that is filled from elsewhere',
      'private readonly client: net.Socket; constructor(from) { this.client = from.client; }',
    ],
    ['that is filled later', 'private client!: net.Socket;'],
    ['that may be empty', 'private client?: net.Socket;'],
  ])('is known by the declaration of a field %s', async (_how, field) => {
    const text = `import net from 'net';
      export class Relay {
        ${field}
        run() {
          const up = net.connect({ port: 1, keepAlive: true });
          if (!this.client) { up.destroy(); return; }
          up.pipe(this.client);
          this.client.on('error', console.log);
        }
      }`;
    expect(await kinds(text)).toEqual(['pipe-target-fails']);
  });

  it('gives way to what the declared field is given', async () => {
    const text = `import net from 'net';
      export class Client {
        private socket?: net.Socket;
        stop() { this.socket?.destroy(); }
        start() { this.socket = net.connect({ port: 1, keepAlive: true }); this.socket.on('data', () => {}); }
      }`;
    expect(await kinds(text)).toEqual([]);
  });

  it('is known by what a function returns', async () => {
    const text = `import http from 'http'; import app from 'app';
      function listen(): http.Server { return app.listen(1); }
      const server = listen();
      ${upgrade(`socket.write('401');`)}`;
    expect(await kinds(text)).toEqual(['handed-out-unread']);
  });

  it('says nothing of its own past', async () => {
    const text = (body: string): string =>
      `import net from 'net';\nexport function use(socket: net.Socket) { ${body} }`;
    expect(await kinds(text('socket.pause();'))).toEqual([]);
    expect(await kinds(text(`socket.connect(1, 'h'); socket.write('x');`))).toEqual([]);
  });

  it('is a partner whose going is felt', async () => {
    const text = (rest: string): string =>
      `import net from 'net';
       export function relay(client: net.Socket) {
         const up = net.connect({ port: 1, keepAlive: true });
         up.pipe(client);
         client.on('error', console.log);
         ${rest}
       }`;
    expect(await kinds(text(''))).toEqual(['pipe-target-fails']);
    expect(await kinds(text(`client.on('close', () => up.destroy());`))).toEqual([]);
  });
});
