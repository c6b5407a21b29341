import { expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';
import type { Unit } from '../../../src/frontends/front-end.js';
import type { Gaps } from '../../../src/shared/gaps.js';

function read(text: string): Promise<Unit> {
  const source = {
    path: '/p/a.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\n${text}`,
  };
  return Promise.resolve(javascriptFrontEnd.read(source, { read: () => undefined }, {}));
}

async function gaps(text: string): Promise<Gaps | undefined> {
  return (await read(text)).gaps;
}

it('a text that was read has none', async () => {
  expect(await gaps('net.createServer((s) => s.resume());')).toEqual({
    abandoned: 0,
    unparsed: 0,
  });
});

it('half-typed places are counted', async () => {
  expect(await gaps('const a = ;\nconst b = 1;\nconst c = ;\n')).toEqual({
    abandoned: 0,
    unparsed: 2,
  });
  expect(await gaps('a b;\n'.repeat(10))).toEqual({
    abandoned: 0,
    unparsed: 1,
  });
});

const lost = `net.createServer({ allowHalfOpen: true }, (s) => s.on('data', () => undefined));`;
const long = `export function first() {\n${'step(1, 2);\n'.repeat(8_000)} net.connect(1); }`;

it('a start that takes too much is counted, and says nothing', async () => {
  const unit = await read(long.replace('net.connect(1);', lost));
  expect(unit.gaps?.abandoned).toBe(1);
  expect(unit.leaks).toEqual([]);
});

it('a start that takes too much leaves enough to those behind it', async () => {
  const unit = await read(`${long}\nexport function second() { ${lost} }`);
  expect(unit.gaps?.abandoned).toBe(1);
  expect(unit.leaks).toHaveLength(1);
});

it('functions with more ways to them than can be read are read a few times each', async () => {
  const calls = Array.from(
    { length: 20 },
    (_, i) => `function f${i}(x) { ${`f${i + 1}(x + 1); `.repeat(6)} }`,
  );
  const unit = await read(`${calls.join('\n')} function f20() { ${lost} }\nf0(1);`);
  expect(unit.gaps).toEqual({ abandoned: 0, unparsed: 0 });
});

it('an asynchronous function that starts itself at once is read to the end', async () => {
  const text = `
export async function dial(host, tries) {
  const socket = net.connect(80, host);
  socket.resume();
  if (tries > 0) dial(host, tries - 1);
  await new Promise((resolve) => socket.on('close', resolve));
}`;
  expect(await read(text)).toMatchObject({ gaps: { abandoned: 0 }, leaks: [] });
});

const again = (body: string): string => `
import { request } from 'node:https';
export function ask(url, done) {
  request(url, (res) => { ${body} }).on('error', () => setTimeout(() => ask(url, done), 100)).end();
}`;

it('what starts itself again from its callbacks is read to the end', async () => {
  const left = await read(
    again(`if (res.statusCode >= 300) return ask(res.headers.location, done); res.resume(); done();`),
  );
  expect(left.gaps).toEqual({ abandoned: 0, unparsed: 0 });
  expect(left.leaks).toHaveLength(1);
  const consumed = await read(
    again(`res.resume(); if (res.statusCode >= 300) return ask(res.headers.location, done); done();`),
  );
  expect(consumed).toMatchObject({ gaps: { abandoned: 0 }, leaks: [] });
});

it('a socket with too many ways is counted', async () => {
  const tests = Array.from(
    { length: 14 },
    (_, i) => `let f${i} = false; s.on('data', () => { if (g()) f${i} = true; });`,
  );
  const ends = `s.on('end', () => { if (${Array.from({ length: 14 }, (_, i) => `f${i}`).join(' && ')}) s.end(); });`;
  const text = `net.createServer({ allowHalfOpen: true }, (s) => { ${tests.join('\n')} ${ends} });`;
  expect(await gaps(text)).toEqual({ abandoned: 1, unparsed: 0 });
});
