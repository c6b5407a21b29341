/**
 * `npm test`: everything that must hold, stage by stage. A stage that fails does not stop the later ones; the exit
 * code is 0 only when all is well. The last line counts stages and tests together: "N passed, N failed".
 *
 * `npm test -- unit lint` runs only the stages named.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE, ROOT } from './lib/paths.ts';
import { runHere } from './lib/run.ts';
import { script, Trouble } from './lib/trouble.ts';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Stage {
  readonly name: string;
  run(): Promise<Tally>;
}

const COUNTED_ONCE = { passed: 1, failed: 0 };
const FAILED_ONCE = { passed: 0, failed: 1 };

/** A command of the project that succeeds or fails as one. */
function whole(name: string, module: string, ...args: string[]): Stage {
  return {
    name,
    run: async () => {
      const code = await runHere(NODE, [join(ROOT, module), ...args], { cwd: ROOT });
      return code === 0 ? COUNTED_ONCE : FAILED_ONCE;
    },
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

/** What vitest counted; a file that could not even be loaded counts as one failure. */
function readTally(report: string, code: number): Tally {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed };
}

/** One project of the vitest configuration, counted test by test. */
function tests(project: string): Stage {
  return {
    name: project,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'closewait-report-'));
      const report = join(folder, 'report.json');
      const args = [
        'run',
        '--project',
        project,
        '--reporter',
        'default',
        '--reporter',
        'json',
        '--outputFile.json',
        report,
      ];
      try {
        const code = await runHere(NODE, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], {
          cwd: ROOT,
        });
        return readTally(report, code);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

const STAGES = [
  whole('types', 'node_modules/typescript/bin/tsc', '--noEmit'),
  whole('types of the webview', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/webview'),
  whole('lint', 'node_modules/eslint/bin/eslint.js', '.'),
  whole('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.'),
  whole('build', 'scripts/build.mjs'),
  tests('unit'),
  whole('package', 'scripts/package.ts'),
  tests('proof'),
  tests('e2e'),
];

/** Run only when named. */
const EXTRA = [tests('live')];

function chosen(names: readonly string[]): readonly Stage[] {
  const all = [...STAGES, ...EXTRA];
  const unknown = names.find((name) => !all.some((stage) => stage.name === name));
  if (unknown)
    throw new Trouble(`There is no stage "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}.`);
  return names.length === 0 ? STAGES : all.filter(({ name }) => names.includes(name));
}

async function runStage(stage: Stage): Promise<Tally> {
  const start = Date.now();
  console.log(`\n── ${stage.name}`);
  const tally = await stage.run().catch((error: unknown) => {
    console.error(error);
    return FAILED_ONCE;
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${tally.failed === 0 ? 'passed' : 'FAILED'} after ${seconds} s`);
  return tally;
}

await script(async () => {
  let passed = 0;
  let failed = 0;
  for (const stage of chosen(process.argv.slice(2))) {
    const tally = await runStage(stage);
    passed += tally.passed;
    failed += tally.failed;
  }
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed`);
});
