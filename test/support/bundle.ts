import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const ROOT = join(import.meta.dirname, '..', '..');

/** A program built as the product is; with the marker engine its findings are what a test can foresee. */
export interface Bundle {
  /** The file to run with Node.js. */
  readonly program: string;
  dispose(): void;
}

/** Stands in for src/analysis/engine.ts, whoever imports it. */
const markerEngine: Plugin = {
  name: 'marker-engine',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /\/engine\.js$/ }, () => ({
      path: join(import.meta.dirname, 'marker-engine.ts'),
    }));
  },
};

/** What the real engine finds beside the program; TypeScript is taken from where it is installed. */
const realEngine: Plugin = {
  name: 'real-engine',
  setup(pluginBuild) {
    const path = require.resolve('typescript');
    pluginBuild.onResolve({ filter: /^typescript(\/.*)?$/ }, () => ({ path, external: true }));
  },
};

const WASM = [
  'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-c/tree-sitter-c.wasm',
  'tree-sitter-cpp/tree-sitter-cpp.wasm',
];

/** @param entry source file from the root of the project, such as `src/cli/main.ts` */
export async function bundle(entry: string, engine: 'marker' | 'real' = 'marker'): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'closewait-bundle-'));
  const program = join(folder, 'dist', 'program.js');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': '__moduleUrl' },
    banner: { js: "const __moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [engine === 'marker' ? markerEngine : realEngine],
    logLevel: 'error',
  });
  if (engine === 'real') {
    for (const file of WASM) copyFileSync(require.resolve(file), join(dirname(program), basename(file)));
  }
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  return { program, dispose };
}
