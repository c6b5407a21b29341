import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');

/** A program built as the product is, except that the engine is one whose findings a test can foresee. */
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

/** @param entry source file from the root of the project, such as `src/cli/main.ts` */
export async function bundle(entry: string): Promise<Bundle> {
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
    plugins: [markerEngine],
    logLevel: 'error',
  });
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  return { program, dispose };
}
