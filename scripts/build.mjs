/**
 * Bundles everything that runs into dist/, minified, and copies the grammars beside it.
 * TypeScript is a bundle of its own: the server and the command line share it, and it is loaded only when
 * the first JavaScript or TypeScript file is analysed.
 */
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRequire } from 'node:module';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

/** What runs in Node.js; `optional` ones are left out while they do not exist. */
const NODE_ENTRIES = [
  { out: 'extension', source: 'src/extension/extension.ts', optional: true },
  { out: 'server', source: 'src/server/main.ts', optional: true },
  { out: 'cli', source: 'src/cli/main.ts', optional: true, executable: true },
  { out: 'sampler-worker', source: 'src/sampler/worker.ts', optional: true },
];

const WASM = [
  'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-c/tree-sitter-c.wasm',
  'tree-sitter-cpp/tree-sitter-cpp.wasm',
];

/** Points every import of TypeScript at the bundle beside the importer. */
const sharedTypeScript = {
  name: 'shared-typescript',
  setup({ onResolve }) {
    const filter = /^typescript(\/lib\/(typescript|tsserverlibrary)(\.js)?)?$/;
    onResolve({ filter }, () => ({ path: './typescript.js', external: true }));
  },
};

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
};

const NODE = {
  ...COMMON,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // Packages written as ES modules find their own files by import.meta.url, which CommonJS does not have.
  define: { 'import.meta.url': '__moduleUrl' },
  banner: { js: `const __moduleUrl=require('node:url').pathToFileURL(__filename).href;` },
};

function buildNode({ out, source, executable = false }) {
  const banner = { js: (executable ? '#!/usr/bin/env node\n' : '') + NODE.banner.js };
  const outfile = join(DIST, `${out}.js`);
  return build({ ...NODE, banner, entryPoints: [source], outfile, plugins: [sharedTypeScript] });
}

function buildTypeScript() {
  return build({
    ...NODE,
    keepNames: false,
    entryPoints: ['typescript'],
    outfile: join(DIST, 'typescript.js'),
  });
}

function buildWebview(source) {
  const outfile = join(DIST, 'webview', `${basename(source, '.ts')}.js`);
  return build({
    ...COMMON,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    entryPoints: [source],
    outfile,
  });
}

function present(entry) {
  if (existsSync(join(ROOT, entry.source))) return true;
  if (entry.optional) return false;
  throw new Error(`${entry.source} is missing: it is the source of dist/${entry.out}.js.`);
}

function webviewSources() {
  const folder = join(ROOT, 'src/webview');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/webview/${name}`);
}

function copyWasm(specifier) {
  copyFileSync(require.resolve(specifier), join(DIST, basename(specifier)));
}

function printSizes() {
  for (const name of readdirSync(DIST, { recursive: true }).sort()) {
    const { size } = statSync(join(DIST, name));
    if (/\.(js|wasm)$/.test(name)) console.log(`${(size / 1024).toFixed(0).padStart(7)} kB  dist/${name}`);
  }
}

if (process.argv.includes('--clean')) rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
await Promise.all([
  ...NODE_ENTRIES.filter(present).map(buildNode),
  buildTypeScript(),
  ...webviewSources().map(buildWebview),
]);
WASM.forEach(copyWasm);
printSizes();
