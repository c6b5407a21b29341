import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';
import { loadParser, parseOr } from '../../../src/frontends/javascript/parse.js';
import { walk } from '../../../src/frontends/javascript/repairs/syntax.js';

async function leaks(text: string): Promise<{ kind: string; name: string }[]> {
  const source = {
    path: '/p/main.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\n${text}`,
  };
  const unit = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return unit.leaks.map(({ kind, name }) => ({ kind, name }));
}

describe('every node knows what it stands in', () => {
  it('of all kinds of syntax', async () => {
    const text = `class A<T> { #x = [1, , 2]; m({ a = () => 1 }, ...r) { l: for (const b of r) continue l; } }
      export default (<b c={1}>{d}</b>) satisfies E;`;
    const parsed = parseOr(await loadParser(), text, '/p/a.tsx');
    expect(parsed).toBeDefined();
    for (const { type, parent } of parsed ? walk(parsed.ast) : []) {
      expect(parent === undefined, type).toBe(type === parsed?.ast.type);
    }
  });

  it('so a socket is called by its variable', async () => {
    expect(await leaks(`const upstream = net.connect(1); upstream.write('x');`)).toEqual([
      { kind: 'never-read', name: 'upstream' },
    ]);
  });

  it('so a helper in a variable is followed to what calls it', async () => {
    const text = `const dial = () => net.connect(1);
      export class Log { open() { const s = dial(); s.write('x'); } }`;
    expect(await leaks(text)).toMatchObject([{ kind: 'never-read' }]);
  });

  it('so a label is found', async () => {
    const text = (leave: string): string => `net.createServer((s) => {
      each: for (const a of [1, 2]) for (const b of f()) { if (b) ${leave} s.resume(); return; }
      s.resume();
    });`;
    expect(await leaks(text('continue each;'))).toEqual([]);
    expect(await leaks(text('return;'))).toMatchObject([{ kind: 'path-abandons' }]);
  });
});
