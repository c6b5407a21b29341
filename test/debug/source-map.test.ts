import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { originalPlace } from '../../src/debug/source-map.js';

const folder = mkdtempSync(join(tmpdir(), 'closewait-map-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The call stands in line 5 of the source, and elsewhere in what is made of it. */
const SOURCE = `interface Options {
  port: number;
}
export function dial({ port }: Options): unknown {
  return open(port);
}
declare function open(port: number): unknown;
`;

async function compiled(name: string, sourcemap: 'inline' | 'linked', sourceRoot = '') {
  writeFileSync(join(folder, 'dialer.ts'), SOURCE);
  const outfile = join(folder, name, 'dialer.js');
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'dialer.ts')],
    ...{
      outfile,
      sourcemap,
      sourceRoot,
      format: 'cjs',
      minify: name === 'small',
      write: false,
      bundle: true,
    },
  });
  const { mkdirSync } = await import('node:fs');
  mkdirSync(join(folder, name), { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
  const text = outputFiles.find(({ path }) => path === outfile)?.text ?? '';
  const lines = text.split('\n');
  const line = lines.findIndex((one) => /\bopen\(\w+\)/.test(one));
  return { file: outfile, line: line + 1, column: (lines[line]?.search(/\bopen\(/) ?? 0) + 1 };
}

describe('the place in the source', () => {
  test.each([
    ['beside', 'linked'],
    ['inside', 'inline'],
    ['small', 'linked'],
  ] as const)('by a map: %s', async (name, kind) => {
    const place = await compiled(name, kind);
    expect(await originalPlace(place)).toEqual({ file: join(folder, 'dialer.ts'), line: 5, column: 10 });
  });

  test('by a map with a root for its sources', async () => {
    const place = await compiled('rooted', 'linked', `file://${folder}/elsewhere/`);
    expect((await originalPlace(place)).file).toBe(join(folder, 'dialer.ts'));
  });

  test.each([
    ['without a map', 'open();'],
    ['with a map that is missing', 'open();\n//# sourceMappingURL=absent.js.map'],
    ['with a map that is broken', 'open();\n//# sourceMappingURL=data:application/json,{'],
    ['with an address that is none', 'open();\n//# sourceMappingURL=http://[/x'],
    [
      'with a source that is on no disk',
      `open();\n//# sourceMappingURL=data:application/json,${encodeURIComponent('{"version":3,"sources":["webpack://app/x.ts"],"names":[],"mappings":"AAAA"}')}`,
    ],
  ])('is the place itself %s', async (_, text) => {
    const place = { file: '/app/x.js', line: 1, column: 1 };
    const read = (address: URL) =>
      address.pathname === '/app/x.js' ? Promise.resolve(text) : Promise.reject(new Error('absent'));
    expect(await originalPlace(place, read)).toEqual(place);
  });

  test('is the place itself when the file is not there', async () => {
    const place = { file: join(folder, 'absent.js'), line: 3, column: 4 };
    expect(await originalPlace(place)).toEqual(place);
  });
});
