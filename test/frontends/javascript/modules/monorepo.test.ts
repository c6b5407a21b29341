import { describe, expect, it } from 'vitest';
import { Loader } from '../../../../src/frontends/javascript/modules/load.js';
import { loadParser } from '../../../../src/frontends/javascript/parse.js';
import { javascriptFrontEnd } from '../../../../src/frontends/javascript/index.js';

type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => JSON.stringify(value);

async function find(specifier: string, files: Files): Promise<string | undefined> {
  const loader = new Loader({ read: (path) => files[path] }, await loadParser());
  return loader.load(specifier, '/r/apps/web/src/main.ts')?.parsed.path;
}

const mail: Files = {
  '/r/packages/mail/package.json': json({ name: '@acme/mail', main: './dist/index.js' }),
  '/r/packages/mail/src/index.ts': '',
  '/r/packages/mail/src/smtp.ts': '',
};

describe('packages of the same repository', () => {
  it.each([
    ['workspaces', { '/r/package.json': json({ workspaces: ['packages/*'] }) }],
    [
      'workspaces of yarn',
      { '/r/package.json': json({ workspaces: { packages: ['apps/*', 'packages/*'] } }) },
    ],
    [
      'pnpm-workspace.yaml',
      {
        '/r/pnpm-workspace.yaml':
          "packages:\n  # ours\n  - 'apps/*'\n  - \"packages/**\" # all\ncatalog:\n  - 'none/*'\n",
      },
    ],
  ])('are found by %s', async (_name, root: Files) => {
    expect(await find('@acme/mail', { ...root, ...mail })).toBe('/r/packages/mail/src/index.ts');
    expect(await find('@acme/mail/smtp', { ...root, ...mail })).toBe('/r/packages/mail/src/smtp.ts');
    expect(await find('@acme/none', { ...root, ...mail })).toBeUndefined();
  });

  const root = { '/r/package.json': json({ workspaces: ['packages/*'] }) };

  it('have to confirm their name', async () => {
    const other = { ...mail, '/r/packages/mail/package.json': json({ name: '@other/mail' }) };
    expect(await find('@acme/mail', { ...root, ...other })).toBeUndefined();
  });

  it('may leave out what all names of the repository start with', async () => {
    const files = {
      ...root,
      '/r/packages/core/package.json': json({ name: 'acme-core' }),
      '/r/packages/core/index.js': '',
    };
    expect(await find('acme-core', files)).toBe('/r/packages/core/index.js');
  });

  it('say by exports and tsconfig where an entry and its source lie', async () => {
    const files = {
      ...root,
      '/r/packages/net/package.json': json({ name: '@acme/net', exports: { '.': './out/main.js' } }),
      '/r/packages/net/tsconfig.json': json({ compilerOptions: { outDir: 'out', rootDir: 'code' } }),
      '/r/packages/net/code/main.ts': '',
    };
    expect(await find('@acme/net', files)).toBe('/r/packages/net/code/main.ts');
  });
});

describe('a helper in another package', () => {
  const server = `
import { createServer } from 'node:net';
import { serve } from '@acme/serve';
createServer({ allowHalfOpen: true }, (socket) => serve(socket)).listen(0);
`;
  const leaks = async (helper: string): Promise<number> => {
    const files: Files = {
      '/r/package.json': json({ workspaces: ['packages/*'] }),
      '/r/packages/serve/package.json': json({ name: '@acme/serve', main: 'dist/index.js' }),
      '/r/packages/serve/src/index.ts': helper,
    };
    const source = { path: '/r/apps/web/src/main.ts', language: 'typescript' as const, text: server };
    const unit = await javascriptFrontEnd.read(source, { read: (path) => files[path] }, {});
    return unit.leaks.length;
  };

  it('that never ends the socket is seen', async () => {
    expect(await leaks("export function serve(socket) { socket.on('data', () => {}); }")).toBe(1);
  });

  it('that ends it is seen', async () => {
    expect(
      await leaks(
        "export function serve(socket) { socket.on('data', () => {}); socket.on('end', () => socket.end()); }",
      ),
    ).toBe(0);
  });
});
