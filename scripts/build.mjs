/**
 * Bundles everything that runs into dist/, minified, and copies the grammars beside it.
 */
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { createRequire } from 'node:module';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const require = createRequire(import.meta.url);

/** Where a build is put together; dist/ changes file by file at its end, so that no one finds half of it. */
const STAGE = join(ROOT, `.cache/dist-${process.pid}`);

/** What runs in Node.js. */
const NODE_ENTRIES = [
  { out: 'extension', source: 'src/extension/extension.ts' },
  { out: 'server', source: 'src/server/main.ts' },
  { out: 'cli', source: 'src/cli/main.ts', executable: true },
  { out: 'sampler-worker', source: 'src/sampler/worker.ts' },
];

const WASM = [
  'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-c/tree-sitter-c.wasm',
  'tree-sitter-cpp/tree-sitter-cpp.wasm',
];

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
  const outfile = join(STAGE, `${out}.js`);
  return build({ ...NODE, banner, entryPoints: [source], outfile });
}

function buildWebview(source) {
  const outfile = join(STAGE, 'webview', `${basename(source, '.ts')}.js`);
  return build({
    ...COMMON,
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    entryPoints: [source],
    outfile,
  });
}

function webviewSources() {
  const folder = join(ROOT, 'src/webview');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/webview/${name}`);
}

function copyWasm(specifier) {
  copyFileSync(require.resolve(specifier), join(STAGE, basename(specifier)));
}

/** The files below a folder, as paths relative to it. */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

/** Makes dist/ what was built, and nothing else. */
function publish() {
  const built = filesIn(STAGE);
  for (const file of built) {
    mkdirSync(dirname(join(DIST, file)), { recursive: true });
    renameSync(join(STAGE, file), join(DIST, file));
  }
  for (const file of filesIn(DIST)) if (!built.includes(file)) rmSync(join(DIST, file));
}

function printSizes() {
  for (const file of filesIn(DIST)) {
    const { size } = statSync(join(DIST, file));
    console.log(`${(size / 1024).toFixed(0).padStart(7)} kB  dist/${file}`);
  }
}

mkdirSync(STAGE, { recursive: true });
try {
  await Promise.all([...NODE_ENTRIES.map(buildNode), ...webviewSources().map(buildWebview)]);
  WASM.forEach(copyWasm);
  publish();
  printSizes();
} finally {
  rmSync(STAGE, { recursive: true, force: true });
}
