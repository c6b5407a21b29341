import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lock } from './cache.ts';
import { NODE, ROOT } from './paths.ts';
import { run } from './run.ts';

/** All that decides what is in the package. */
const SOURCES = [
  'src',
  'media',
  'l10n',
  'docs/rules',
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'package-lock.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
  'scripts/build.mjs',
  'scripts/lib/vsix.ts',
];

const STAMP = join(ROOT, '.cache/vsix');

function filesOf(path: string): string[] {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** The hash of everything that goes into the package. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesOf))
    hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

export interface Vsix {
  /** Absolute path of the package. */
  readonly path: string;
  /** The hash of its sources: equal hashes, equal packages. */
  readonly hash: string;
}

function current(): Vsix {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return { path: join(ROOT, `${name}-${version}.vsix`), hash: fingerprint() };
}

async function build({ path }: Vsix): Promise<void> {
  console.log('Building and packaging the extension …');
  await run(NODE, ['scripts/build.mjs'], { cwd: ROOT });
  rmSync(path, { force: true });
  await pack(ROOT, path);
}

/** Packages the extension in a folder as it is. Throws Trouble with what vsce says when it is not valid. */
export async function pack(folder: string, path: string): Promise<void> {
  const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--skip-license',
  ];
  await run(NODE, [vsce, 'package', ...flags, '--out', path], { cwd: folder });
}

/** Builds and packages the extension, unless that was done from these very sources. */
export async function ensureVsix(): Promise<Vsix> {
  mkdirSync(dirname(STAMP), { recursive: true });
  const release = await lock(`${STAMP}.lock`);
  try {
    const vsix = current();
    const done = existsSync(vsix.path) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === vsix.hash;
    if (!done) await build(vsix);
    writeFileSync(STAMP, vsix.hash);
    return vsix;
  } finally {
    release();
  }
}
