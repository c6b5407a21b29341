import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Label } from '../analysis/corpus/program.js';

const run = promisify(execFile);

export const C_CORPUS = join(import.meta.dirname, '../corpus/c');

/** What this machine lacks for measuring C programs, in a sentence; undefined when it lacks nothing. */
export function lacking(): string | undefined {
  const missing = ['gcc', 'g++', 'python3'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
  if (process.platform !== 'linux') return 'C programs are measured on Linux only.';
  return missing.length > 0
    ? `C programs cannot be measured here: ${missing.join(', ')} not found.`
    : undefined;
}

/** What the harness saw of one program; one word per way the peer closed. */
export interface CTruth {
  readonly file: string;
  readonly leaks_in: readonly string[];
  readonly fd_leak_in: readonly string[];
  readonly variants: Readonly<Record<string, { readonly exited?: boolean; readonly error?: string }>>;
}

/** Lays programs out in a folder of their own. */
export function cGround(labels: readonly Label[], files: ReadonlyMap<string, string>): string {
  const ground = mkdtempSync(join(tmpdir(), 'closewait-proof-c-'));
  for (const [name, text] of files) writeFileSync(join(ground, name), text);
  writeFileSync(join(ground, 'labels.json'), JSON.stringify(labels));
  return ground;
}

/** Runs the harness over a ground; its exit code only says that labels disagree, which is for the tests to judge. */
export async function measureC(ground: string, jobs: number): Promise<Map<string, CTruth>> {
  const env = { ...process.env, TRUTH_BIN: join(ground, 'bin') };
  const args = [join(C_CORPUS, 'run.py'), '-j', String(jobs), ground];
  const failed = await run('python3', args, { env, maxBuffer: 1 << 24 }).catch((error: unknown) => error);
  try {
    return new Map(readTruth(ground).map((truth) => [truth.file, truth]));
  } catch {
    throw failed;
  }
}

export function readTruth(folder: string): CTruth[] {
  return JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as CTruth[];
}

/** What the compiler warns of, one entry a warning, without the places. */
export async function warnings(path: string, language: 'c' | 'cpp'): Promise<string[]> {
  const compiler = language === 'c' ? ['gcc'] : ['g++', '-std=c++17'];
  const [command = 'gcc', ...standard] = compiler;
  const flags = [
    ...standard,
    '-Wall',
    '-Wextra',
    '-O1',
    '-pthread',
    '-fdiagnostics-plain-output',
    '-c',
    '-o',
    '/dev/null',
  ];
  const { stderr } = await run(command, [...flags, path]).catch(
    (error: unknown) => error as { stderr: string },
  );
  return stderr
    .split('\n')
    .filter((line) => /: (?:warning|error): /.test(line))
    .map((line) => line.replace(/^.*?: (?=warning|error)/, ''))
    .sort();
}
