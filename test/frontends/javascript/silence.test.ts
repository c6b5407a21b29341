import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

async function kinds(text: string): Promise<string[]> {
  const source = {
    path: '/p/main.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\nimport http from 'node:http';\n${text}`,
  };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, { strict: true });
  return leaks.map(({ kind }) => kind);
}

const served = (code: string, options = ''): string =>
  `net.createServer(${options}(s) => { s.on('data', (d) => s.write(d)); ${code} }).listen(7000);`;

describe('silence of a peer is not noticed', () => {
  it.each([
    ['by a server that only answers', served('')],
    ['when keepalive is not switched on', served('s.setKeepAlive();')],
    ['by a client', `const s = net.connect(1, 'example.org'); s.resume();`],
    ['when the host comes from outside', `net.connect({ port: 1, host: process.env.HOST }).resume();`],
    ['behind an upgrade', `http.createServer().on('upgrade', (r, s) => { s.pipe(s); });`],
    [
      'by a proxy whose sides only wait for each other',
      `net.createServer((a) => {
         const b = net.connect(1, 'example.org');
         a.pipe(b).pipe(a);
         a.on('error', () => b.destroy());
         b.on('error', () => a.destroy());
       }).listen(1);`,
    ],
  ])('%s', async (_how, text) => {
    const found = await kinds(text);
    expect([...new Set(found)]).toEqual(['silence-unnoticed']);
  });

  it.each([
    ['without a listener', served('s.setTimeout(9);')],
    ['with one that tells', served(`s.setTimeout(9); s.on('timeout', () => console.log('idle'));`)],
    [
      'asked for by an option',
      `const s = net.connect({ port: 1, host: 'example.org', timeout: 9 }); s.resume();`,
    ],
  ])('by a timeout %s', async (_how, text) => {
    expect(await kinds(text)).toEqual(['timeout-only-logs']);
  });
});

describe('silence of a peer is noticed after hours', () => {
  it.each(['s.setKeepAlive(true);', 's.setKeepAlive(true, 0);'])('%s', async (code) => {
    expect(await kinds(served(code))).toEqual(['keepalive-slow']);
  });
});

describe('silence of a peer is noticed, or cannot be', () => {
  it.each([
    ['keepalive', served('s.setKeepAlive(true, 9);')],
    ['keepalive of the server', served('', '{ keepAlive: true }, ')],
    ['options that are not known', served('', 'options(), ')],
    ['an idle timeout', served('s.setTimeout(9, () => s.destroy());')],
    [
      'a timer that is set anew with each byte',
      served(`let t = setTimeout(() => s.destroy(), 9);
        s.on('data', () => { clearTimeout(t); t = setTimeout(() => s.destroy(), 9); });`),
    ],
    ['an interval that writes', served(`const t = setInterval(() => s.write('x'), 9);`)],
    [
      'a sweep over all connections',
      `const all = new Set(); setInterval(() => { for (const s of all) if (s.idle) s.destroy(); }, 9);
       ${served('all.add(s);')}`,
    ],
    ['a peer on the same machine', `net.connect(6379).resume(); net.connect(1, '127.0.0.1').resume();`],
    [
      'a server for the same machine',
      `net.createServer((s) => { s.pipe(s); }).listen(1, 'localhost');
       net.createServer((s) => { s.pipe(s); }).listen({ port: 1, host: '::1' });`,
    ],
    [
      'the timeout of an HTTP server',
      `const h = http.createServer(); h.setTimeout(9); h.on('upgrade', (r, s) => { s.pipe(s); });`,
    ],
    [
      'HTTP itself',
      `http.createServer((q, a) => a.end()).listen(1); http.get('http://a', (r) => r.resume());`,
    ],
  ])('%s', async (_how, text) => {
    expect(await kinds(text)).toEqual([]);
  });
});
