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
  /** One for each file; the path is absolute. */
  readonly testResults: readonly { readonly name: string; readonly status: 'passed' | 'failed' }[];
}

/** What one run of vitest came to. */
interface Outcome extends Tally {
  /** Files in which something failed, as absolute paths. */
  readonly failing: readonly string[];
}

/** What vitest counted; a file that could not even be loaded counts as one failure. */
function readOutcome(report: string, code: number): Outcome {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as VitestReport;
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  const failing = testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return { passed: numPassedTests, failed, failing };
}

/** Runs one project of the vitest configuration, or only some files of it. */
async function runVitest(project: string, files: readonly string[] = []): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'closewait-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report];
  const args = ['run', '--project', project, ...reporters, ...files];
  try {
    const code = await runHere(NODE, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], { cwd: ROOT });
    return readOutcome(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One project of the vitest configuration, counted test by test. */
function tests(project: string): Stage {
  return { name: project, run: () => runVitest(project) };
}

/**
 * The same for tests that drive a browser: a file that fails is run a second time, whole, and counts as it ends then.
 * A late frame on a busy machine looks like a fault once, a fault looks like one twice; what needed it is said.
 */
function testsInBrowser(project: string): Stage {
  return {
    name: project,
    run: async () => {
      const first = await runVitest(project);
      if (first.failing.length === 0) return first;
      console.log(`── ${project}: once more, since they failed: ${first.failing.join(', ')}`);
      const second = await runVitest(project, first.failing);
      if (second.failed === 0) console.log(`── ${project}: passed at the second attempt only`);
      return { passed: first.passed + Math.max(0, first.failed - second.failed), failed: second.failed };
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
  testsInBrowser('e2e'),
];

function chosen(names: readonly string[]): readonly Stage[] {
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown)
    throw new Trouble(
      `There is no stage "${unknown}"; there are ${STAGES.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
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
