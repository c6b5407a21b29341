import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { folderOf, type Label } from '../analysis/corpus/program.js';
import { alone } from './alone.js';

const run = promisify(execFile);

export const NODE_CORPUS = join(import.meta.dirname, '../corpus/node');

/** The Node.js versions to measure on, by the harness's name for them. */
export const RUNTIMES = {
  node20: join(NODE_CORPUS, 'node_modules/node/bin/node'),
  node24: join(import.meta.dirname, '../../node_modules/node/bin/node'),
} as const;

export type Runtime = keyof typeof RUNTIMES;

/** What the harness saw of one program on one runtime. */
export interface NodeTruth {
  readonly leaks: boolean;
  readonly leakingVariants: readonly string[];
  readonly variants: Readonly<
    Record<string, { readonly exit?: unknown; readonly error?: string; readonly stderr?: string }>
  >;
}

export type NodeTruths = Readonly<Record<string, Readonly<Partial<Record<Runtime, NodeTruth>>>>>;

/** A program to be measured: what its files are called in the corpus, and their text. */
export interface Trial {
  readonly set: string;
  readonly label: Label;
  /** Path as in the labels → text. */
  readonly files: ReadonlyMap<string, string>;
  /** The program of the set whose peers it meets; by default its own. */
  readonly peersOf?: string;
}

/** Lays programs out in a folder of their own, with all the harness needs. */
export function nodeGround(trials: readonly Trial[]): string {
  const ground = mkdtempSync(join(tmpdir(), 'closewait-proof-'));
  for (const name of ['certs', 'package.json', 'tsconfig.json', 'run.mjs']) {
    cpSync(join(NODE_CORPUS, name), join(ground, name), { recursive: true });
  }
  symlinkSync(join(NODE_CORPUS, 'node_modules'), join(ground, 'node_modules'));
  for (const { files } of trials) for (const [name, text] of files) write(join(ground, 'cases', name), text);
  write(join(ground, 'labels.json'), JSON.stringify(trials.map(({ label }) => label)));
  write(join(ground, 'peers.json'), JSON.stringify(peers(trials)));
  return ground;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the peers of each program send and how they close. */
function peers(trials: readonly Trial[]): Record<string, unknown> {
  const sets = new Map([...new Set(trials.map(({ set }) => set))].map((set) => [set, peersIn(set)]));
  return Object.fromEntries(
    trials.map(({ set, label, peersOf }) => [label.file, sets.get(set)?.[peersOf ?? label.file] ?? {}]),
  );
}

function peersIn(set: string): Record<string, unknown> {
  const path = join(folderOf(set), 'peers.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
}

/** Runs the harness over a ground; its exit code only says that labels disagree, which is for the tests to judge. */
export async function measureNode(ground: string, jobs: number): Promise<NodeTruths> {
  const runtimes = Object.entries(RUNTIMES).flatMap(([name, path]) => [
    `--${name}`,
    existsSync(path) ? path : 'none',
  ]);
  const args = ['run.mjs', '--dir', ground, '--jobs', String(jobs), ...runtimes];
  const { command, rest } = alone(process.execPath, args);
  await run(command, rest, { cwd: ground, maxBuffer: 1 << 24 }).catch((error: unknown) => error);
  return JSON.parse(readFileSync(join(ground, 'truth.json'), 'utf8')) as NodeTruths;
}
