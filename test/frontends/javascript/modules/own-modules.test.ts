import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../../src/frontends/javascript/index.js';
import { Loader } from '../../../../src/frontends/javascript/modules/load.js';
import { loadParser } from '../../../../src/frontends/javascript/parse.js';

type Files = Readonly<Record<string, string>>;

function workspaceOf(files: Files): Workspace & { readonly asked: string[] } {
  const asked: string[] = [];
  return { asked, read: (path) => (asked.push(path), files[path]) };
}

async function find(specifier: string, files: Files, from = '/p/src/main.ts'): Promise<string | undefined> {
  return new Loader(workspaceOf(files), await loadParser()).load(specifier, from)?.parsed.path;
}

const json = (value: unknown): string => JSON.stringify(value);

describe('paths of a tsconfig', () => {
  const files = {
    '/p/tsconfig.json':
      '{ "extends": "./base.json", /* a comment */ "compilerOptions": { "strict": true, } }',
    '/p/base.json': json({
      compilerOptions: {
        paths: { '@app/*': ['./src/*', './lib/*'], '@app/inner/*': ['./inner/*'], '@one': ['./src/one.ts'] },
      },
    }),
    '/p/src/one.ts': '',
    '/p/lib/two.ts': '',
    '/p/inner/x.ts': '',
    '/p/src/net/index.ts': '',
  };

  it.each([
    ['@app/one', '/p/src/one.ts'],
    ['@app/one.js', '/p/src/one.ts'],
    ['@app/net', '/p/src/net/index.ts'],
    ['@one', '/p/src/one.ts'],
    ['@app/two', '/p/lib/two.ts'],
    ['@app/none', undefined],
    ['@app/inner/x', '/p/inner/x.ts'],
    ['src/one', undefined],
  ])('%s', async (specifier, path) => {
    expect(await find(specifier, files)).toBe(path);
  });

  it('are found from a jsconfig too, and with a base', async () => {
    const config = json({ compilerOptions: { baseUrl: './src' } });
    expect(await find('one', { '/p/jsconfig.json': config, '/p/src/one.js': '' })).toBe('/p/src/one.js');
  });

  it('are read anew when a file they come from changes', async () => {
    expect(await find('@one', files)).toBe('/p/src/one.ts');
    const base = json({ compilerOptions: { paths: { '@one': ['./src/net/index.ts'] } } });
    expect(await find('@one', { ...files, '/p/base.json': base })).toBe('/p/src/net/index.ts');
  });

  it('that cannot be read are none', async () => {
    expect(
      await find('@one', { ...files, '/p/tsconfig.json': '{ "compilerOptions": { "pa' }),
    ).toBeUndefined();
    expect(await find('@one', { ...files, '/p/base.json': '[[[' })).toBeUndefined();
    expect(
      await find('@one', { ...files, '/p/tsconfig.json': '{ "extends": "./tsconfig.json" }' }),
    ).toBeUndefined();
  });
});

describe('names of a package', () => {
  const files = {
    '/p/package.json': json({
      name: '@me/relay',
      imports: { '#lib/*': './src/lib/*.js', '#log': { node: './src/log.js', default: './src/browser.js' } },
      exports: { '.': './src/index.js', './client': './src/client.js' },
    }),
    '/p/src/lib/sockets.ts': '',
    '/p/src/log.js': '',
    '/p/src/log.d.ts': '',
    '/p/src/index.ts': '',
    '/p/src/client.js': '',
  };

  it.each([
    ['#lib/sockets', '/p/src/lib/sockets.ts'],
    ['#log', '/p/src/log.js'],
    ['#none', undefined],
    ['@me/relay', '/p/src/index.ts'],
    ['@me/relay/client', '/p/src/client.js'],
    ['@me/relay/secret', undefined],
    ['@me/relayed', undefined],
    ['express', undefined],
  ])('%s', async (specifier, path) => {
    expect(await find(specifier, files)).toBe(path);
  });

  it('of what is built lead to its source', async () => {
    const built = {
      '/p/package.json': json({ name: 'relay', exports: { '.': { import: './dist/index.js' } } }),
      '/p/tsconfig.json': json({ compilerOptions: { outDir: 'dist', rootDir: 'src' } }),
      '/p/src/index.ts': '',
    };
    expect(await find('relay', built)).toBe('/p/src/index.ts');
  });

  it('of others are not looked for', async () => {
    const workspace = workspaceOf({
      ...files,
      '/p/tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
    });
    const loader = new Loader(workspace, await loadParser());
    expect(loader.load('express', '/p/src/main.ts')).toBeUndefined();
    expect(workspace.asked.filter((path) => path.includes('node_modules'))).toEqual([]);
  });
});

describe('a helper behind an own name', () => {
  const main = (name: string): string =>
    `import { createServer } from 'node:net'; import { take } from '${name}'; createServer((s) => take(s));`;
  const helper = (body: string): Files => ({
    '/p/tsconfig.json': json({ compilerOptions: { paths: { '@app/*': ['./src/*'] } } }),
    '/p/package.json': json({ imports: { '#take': './src/take.js' } }),
    '/p/src/take.ts': `export function take(s) { ${body} }`,
  });

  async function kinds(text: string, files: Files): Promise<string[]> {
    const source = { path: '/p/src/main.ts', language: 'typescript' as const, text };
    return (await javascriptFrontEnd.read(source, workspaceOf(files), {})).leaks.map(({ kind }) => kind);
  }

  it.each(['@app/take', '#take'])('%s', async (name) => {
    expect(await kinds(main(name), helper(`s.write('x');`))).toEqual(['never-read']);
    expect(await kinds(main(name), helper(`s.resume();`))).toEqual([]);
    expect(await kinds(main('@other/take'), helper(`s.write('x');`))).toEqual([]);
  });

  it('may be what makes the sockets', async () => {
    const files = {
      ...helper(''),
      '/p/src/dial.ts': `import net from 'net'; export const dial = () => net.connect(1);`,
    };
    expect(await kinds(`import { dial } from '@app/dial'; const s = dial(); s.write('x');`, files)).toEqual([
      'never-read',
    ]);
  });

  it('that makes and leaves them is told in its own file only', async () => {
    const files = {
      ...helper(''),
      '/p/src/serve.ts': `import net from 'net';
export const serve = () => { net.createServer((s) => { s.write('x'); }).listen(1); };`,
    };
    expect(await kinds(`import { serve } from '@app/serve'; serve();`, files)).toEqual([]);
  });
});
