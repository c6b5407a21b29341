import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

async function kinds(text: string): Promise<string[]> {
  const source = {
    path: '/p/main.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\n${text}`,
  };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ kind }) => kind);
}

const OPEN = "const s = net.connect(1); s.write('x');";
const READER = 'class Reader { constructor(s) { this.s = s; } listen(f) { this.s.on("data", f); } }';

describe('a socket that unseen code can reach is not reported', () => {
  it.each([
    ['by a closure', `export function make() { ${OPEN} return () => s.destroy(); }`],
    [
      'by the methods of an object',
      `export function make() { ${OPEN} return { on: (f) => s.on('data', f) }; }`,
    ],
    ['by what an async function gives', `export async function make() { ${OPEN} return () => s.destroy(); }`],
    [
      'by a listener',
      `export function serve(left) { net.createServer({ allowHalfOpen: true }, (s) => { s.resume(); s.on('end', left); }); }`,
    ],
    [
      'by another listener of its server',
      `const server = net.createServer(unseen); server.on('connection', (s) => s.on('error', () => {}));`,
    ],
    [
      'by a method that is not seen',
      `class Own { constructor(s) { this.s = s; this.open(); } } Object.assign(Own.prototype, unseen);
       net.createServer((s) => { s.write('x'); new Own(s); });`,
    ],
    [
      'by a base class',
      `class Own extends Unseen { constructor(s) { super(s); this.kept = s; } }
       net.createServer({ allowHalfOpen: true }, (s) => { s.write('x'); new Own(s); });`,
    ],
    [
      'by a class that adds nothing to its base',
      `class Own extends Unseen {} net.createServer((s) => { s.write('x'); new Own(s); });`,
    ],
    [
      'by a collection that unseen code got before',
      `const all = new Set(); unseen(all); net.createServer((s) => { all.add(s); s.write('x'); });`,
    ],
    [
      'by a collection that its module exports',
      `export const all = new Set(); net.createServer((s) => { all.add(s); s.write('x'); });`,
    ],
    [
      'by a list in what its module exports',
      `const waiting = []; module.exports = { waiting }; net.createServer((s) => { waiting.push(s); });`,
    ],
    [
      'by a loop over names that are not known',
      `net.createServer((s) => { for (const name of unseen.names) s.on(name, () => {}); });`,
    ],
    [
      'by a table of listeners',
      `const table = { data() {}, error() {} };
       net.createServer((s) => { for (const name of Object.keys(table)) s.on(name, table[name]); });`,
    ],
    [
      'as it may be a server that the parent sent',
      `process.on('message', (message, handle) => { handle.on('connection', (s) => s.destroy()); });`,
    ],
    [
      'by what reads a body and throws',
      `export async function load(url) { const r = await fetch(url);
         try { await WebAssembly.instantiateStreaming(r); } catch (error) { console.error(error); } }`,
    ],
    [
      'by a promise',
      `export const make = () => new Promise((done) => { ${OPEN} done(() => s.destroy()); });`,
    ],
    ['by an instance in an array', `${READER} export function make() { ${OPEN} return [new Reader(s)]; }`],
    [
      'by a promise settled in a listener',
      `${READER} export function make() {
         return new Promise((done) => { net.createServer((s) => done([new Reader(s)])).listen(1); });
       }`,
    ],
    [
      'by a promise handed out in a closure',
      `${READER} export function make() {
         let arrived; const first = new Promise((done) => { arrived = done; });
         net.createServer((s) => arrived([new Reader(s)])).listen(1);
         return { first: () => first };
       }`,
    ],
    [
      'by what an asynchronous function passes on',
      `const dial = async () => { const s = net.connect(1); await 0; s.write('x'); return s; };
       export async function make() { return dial(); }`,
    ],
    ['by a function that unseen code got', `unseen(function make() { ${OPEN} return () => s.destroy(); });`],
  ])('%s', async (_how, text) => {
    expect(await kinds(text)).toEqual([]);
  });
});

describe('one that only this file can reach is', () => {
  it.each([
    [`export function make() { ${OPEN} return 1; }`],
    [`export function make() { ${OPEN} return { log: () => console.log('made') }; }`],
    [`export const make = () => new Promise((done) => { ${OPEN} done('made'); });`],
  ])('%s', async (text) => {
    expect(await kinds(text)).toEqual(['never-read']);
  });
});

describe('the answer to HEAD has no body', () => {
  it.each([
    ['fetch', "export const tag = async (u) => (await fetch(u, { method: 'HEAD' })).headers.get('etag');"],
    [
      'undici',
      "import { request } from 'undici'; export const f = async (u) => (await request(u, { method: 'head' })).headers;",
    ],
    [
      'http',
      "import http from 'http'; http.request({ port: 1, method: 'HEAD' }, (res) => console.log(res.statusCode)).end();",
    ],
  ])('%s', async (_api, text) => {
    expect(await kinds(text)).toEqual([]);
  });

  it('that to GET has', async () => {
    expect(await kinds("export const tag = async (u) => (await fetch(u)).headers.get('etag');")).not.toEqual(
      [],
    );
  });
});

describe('what a function is given that is called more often than it is read each time', () => {
  const asks = (path: number): string => `async function ask${path}(u) {
  const r = await fetch(u + '/${path}');
  if (!r.ok) throw new Refused('${path}', r);
  return r.text();
}`;
  const many = (count: number): string => `
class Refused { constructor(message, response) { this.message = message; this.response = response; } }
${Array.from({ length: count }, (_, i) => asks(i)).join('\n')}
export async function all(u) {
  ${Array.from({ length: count }, (_, i) => `await ask${i}(u);`).join('\n  ')}
}`;

  it.each([1, 8, 9, 10, 20])(
    'may keep it: a response in the hands of an error, the last of %i',
    async (count) => {
      expect(await kinds(many(count))).toEqual([]);
    },
  );
});

describe('a client whose address one text of the environment tells', () => {
  const client = (address: string): string =>
    `const net = require('net');\nconst socket = net.connect(${address});\nsocket.write('up');`;

  it('may be a local one', async () => {
    expect(await kinds(client('process.env.AGENT'))).toEqual([]);
    expect(await kinds(client('process.env.PORT, process.env.HOST'))).toEqual(['never-read']);
    expect(await kinds(client('Number(process.env.PORT)'))).toEqual(['never-read']);
  });
});

describe('what a page fetches is the browser’s', () => {
  const isUp = (url: string): string => `export const isUp = async (id) => (await fetch(${url})).ok;`;

  it.each([
    ['by a path of the page', isUp("'/api/up'")],
    ['by a path with a value in it', isUp('`/api/${id}`')],
    ['in a script of the page', `${isUp('id')} document.getElementById('up').hidden = true;`],
    ['in a client component', `'use client';\n${isUp('id')}`],
    [
      'in a service worker',
      `${isUp('id')} self.addEventListener('fetch', (event) => event.respondWith(isUp(event.request)));`,
    ],
    ['in a worker at the edge', `import { DurableObject } from 'cloudflare:workers';\n${isUp('id')}`],
    [
      'in a module that a worker’s runtime calls',
      `${isUp('id')} const worker = { async fetch(request, env) { return isUp(env.up); } };\nexport default worker;`,
    ],
  ])('%s', async (_how, text) => {
    expect(await kinds(text)).toEqual([]);
  });

  it('a document that is no page says nothing', async () => {
    expect(await kinds(`${isUp('id')} export const titleOf = (document) => document.title;`)).toEqual([
      'body-unread',
    ]);
  });
});
