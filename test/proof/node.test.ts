import { existsSync, readFileSync, rmSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageOf } from '../../src/shared/language.js';
import { folderOf, labelPath, programs, type Program } from '../analysis/corpus/program.js';
import { setOf } from '../analysis/corpus/score.js';
import { chosenPrograms } from './chosen.js';
import { mend, type Mended } from './mend.js';
import {
  measureNode,
  NODE_CORPUS,
  nodeGround,
  RUNTIMES,
  type NodeTruths,
  type Runtime,
  type Trial,
} from './node-ground.js';

const run = promisify(execFile);

/** Left as it is: what the harness must still see leaking, else it proves nothing. */
const CONTROL = 'node/ticker-a.js';
const JOBS = 12;

const leaking = chosenPrograms('node');
const runtimes = (Object.keys(RUNTIMES) as Runtime[]).filter((name) => existsSync(RUNTIMES[name]));

const mended = new Map<string, Mended>();
let ground = '';
let truths: NodeTruths = {};
let typeErrors = '';

function trialOf({ program, texts }: Mended): Trial {
  const files = new Map([...texts].map(([path, text]) => [labelPath(program, path), text]));
  return { set: setOf(program), label: { ...program.label, leaks: false }, files };
}

/** The control under a name of its own, beside its repaired twin. */
function control(): Trial {
  const program = programs().find(({ id }) => id === CONTROL);
  if (!program) throw new Error(`${CONTROL} is gone`);
  const label = { ...program.label, file: 'unrepaired.js' };
  const peersOf = program.label.file;
  return {
    set: 'node',
    label,
    peersOf,
    files: new Map([[label.file, readFileSync(program.files[0] ?? '', 'utf8')]]),
  };
}

beforeAll(async () => {
  for (const program of leaking) mended.set(program.id, await mend(program));
  const changed = [...mended.values()].filter(({ applied }) => applied.length > 0);
  ground = nodeGround([...changed.map(trialOf), control()]);
  typeErrors = await checkTypes(ground);
  truths = await measureNode(ground, JOBS);
}, 1_800_000);

afterAll(() => {
  rmSync(ground, { recursive: true, force: true });
});

/** The compiler's complaints about the repaired programs; the originals have none. */
async function checkTypes(folder: string): Promise<string> {
  const tsc = join(NODE_CORPUS, 'node_modules/typescript/bin/tsc');
  const done = await run(process.execPath, [tsc, '-p', folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  return done.stdout;
}

function truthOf(program: Program, runtime: Runtime): NodeTruths[string][Runtime] {
  return truths[program.label.file]?.[runtime];
}

it('measures a leak where one is', () => {
  for (const runtime of runtimes) expect(truths['unrepaired.js']?.[runtime]?.leaks).toBe(true);
});

describe.each(leaking.map((program) => [`${program.id} (${program.label.mechanism})`, program] as const))(
  '%s',
  (_, program) => {
    it('is repaired until nothing is reported', () => {
      const { applied, left } = mended.get(program.id) ?? { applied: [], left: [] };
      expect(applied).not.toEqual([]);
      expect(left.map(({ line, finding }) => `${line} ${finding.message}`)).toEqual([]);
    });

    it.each(runtimes)('leaves no socket in CLOSE_WAIT on %s', (runtime) => {
      const truth = truthOf(program, runtime);
      expect(truth?.leakingVariants).toEqual([]);
      expect(newExits(program, runtime)).toEqual([]);
    });

    it('still type-checks', () => {
      const files = program.files
        .map((path) => labelPath(program, path))
        .filter((path) => languageOf(path)?.startsWith('typescript'));
      const complaints = typeErrors
        .split('\n')
        .filter((line) => files.some((file) => line.includes(`cases/${file}(`)));
      expect(complaints).toEqual([]);
    });
  },
);

interface Recorded {
  readonly variants: Readonly<Record<string, { readonly exit?: unknown }>>;
}

/** Peers that end the repaired program although they did not end the original. */
function newExits(program: Program, runtime: Runtime): string[] {
  const file = join(folderOf(setOf(program)), 'truth.json');
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    Record<Runtime, Recorded | undefined>
  >;
  const before = recorded[program.label.file]?.[runtime]?.variants ?? {};
  const after = truthOf(program, runtime)?.variants ?? {};
  return Object.entries(after)
    .filter(
      ([name, { exit, error }]) =>
        error !== undefined || (exit !== undefined && before[name]?.exit === undefined),
    )
    .map(([name, { error, stderr }]) => `${name}: ${error ?? stderr ?? ''}`);
}
