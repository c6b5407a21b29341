import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze.js';
import { applyEdits } from '../../../src/shared/span.js';

/** The lines that are reported (1-based), and the text with the preferred repairs. */
async function told(text: string): Promise<{ lines: number[]; repaired: string }> {
  const source = { path: '/p/a.ts', language: 'typescript' as const, text };
  const { findings } = await analyze(source, { read: () => undefined });
  return {
    lines: findings.map(({ span }) => text.slice(0, span.start).split('\n').length),
    repaired: applyEdits(
      text,
      findings.flatMap(({ repairs }) => repairs[0]?.edits ?? []),
    ),
  };
}

describe('a response that a helper hands over', () => {
  const helper = `async function ask(path: string) {
  const r = await fetch(path);
  return r;
}
`;

  it('is told where it is dropped, not where others get it', async () => {
    const text = `${helper}export const q = async () => (await ask('/q')).json();
export async function stop() {
  await ask('/stop');
}
`;
    const { lines, repaired } = await told(text);
    expect(lines).toEqual([7]);
    expect(repaired).toBe(
      text.replace(
        `  await ask('/stop');`,
        `  const response = await ask('/stop');\n  await response.body?.cancel();`,
      ),
    );
  });

  it('has the name that its caller gives it', async () => {
    const text = `${helper}export async function ping() {
  const pong = await ask('/ping');
  console.log(pong.status);
}
`;
    const { lines, repaired } = await told(text);
    expect(lines).toEqual([6]);
    expect(repaired).toContain(`await ask('/ping');\n  await pong.body?.cancel();\n  console.log`);
  });

  it('may be none on another way', async () => {
    const text = `async function ask(path: string) {
  const r = await fetch(path);
  if (r.status === 204) {
    await r.body?.cancel();
    return undefined;
  }
  return r;
}
export async function isThere(path: string) {
  const found = await ask(path);
  return found !== undefined;
}
`;
    const { repaired } = await told(text);
    expect(repaired).toContain(`  await found?.body?.cancel();\n  return found`);
  });

  it('is told at the call whose promise lets it go', async () => {
    const { lines } = await told(`${helper}export const stop = () => ask('/stop').then(() => true);\n`);
    expect(lines).toEqual([5]);
  });

  it('is nobody else’s when it is returned on', async () => {
    const { lines } = await told(`${helper}export const open = () => ask('/open');\n`);
    expect(lines).toEqual([]);
  });

  it.each([
    ['const { at } = await', 'const { at, res } = await', 'res'],
    ['const { at, res: r } = await', 'const { at, res: r } = await', 'r'],
    ['const w = await', 'const w = await', 'w.res'],
  ])('may be a part of what it gives: %s', async (got, kept, name) => {
    const wrap = `async function wrap(path: string) {
  const res = await fetch(path);
  return { res, at: Date.now() };
}
export async function load() {
`;
    const { lines, repaired } = await told(`${wrap}  ${got} wrap('/');\n  console.log('done');\n}\n`);
    expect(lines).toEqual([6]);
    expect(repaired).toContain(`${kept} wrap('/');\n  await ${name}.body?.cancel();\n  console`);
  });
});
