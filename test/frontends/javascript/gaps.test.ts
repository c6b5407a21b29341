import { expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';
import type { Gaps } from '../../../src/shared/gaps.js';

async function gaps(text: string): Promise<Gaps | undefined> {
  const source = {
    path: '/p/a.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\n${text}`,
  };
  return (await javascriptFrontEnd.read(source, { read: () => undefined }, {})).gaps;
}

it('a text that was read has none', async () => {
  expect(await gaps('net.createServer((s) => s.resume());')).toEqual({ abandoned: 0, unparsed: 0 });
});

it('half-typed places are counted', async () => {
  expect(await gaps('const a = ;\nconst b = 1;\nconst c = ;\n')).toEqual({ abandoned: 0, unparsed: 2 });
  expect(await gaps('a b;\n'.repeat(10))).toEqual({ abandoned: 0, unparsed: 1 });
});

it('a start that takes too much is counted', async () => {
  const calls = Array.from(
    { length: 8 },
    (_, i) => `function f${i}(x) { ${`f${i + 1}(x + 1); `.repeat(6)} }`,
  );
  const text = `${calls.join('\n')} function f8(x) { net.connect(x).write('x'); }\nf0(1);`;
  expect((await gaps(text))?.abandoned).toBeGreaterThan(0);
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
