import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageOf } from '../../src/shared/language.js';
import { folderOf, labelPath, programs, type Label, type Program } from '../analysis/corpus/program.js';
import { setOf } from '../analysis/corpus/score.js';
import { chosenPrograms } from './chosen.js';
import { cGround, lacking, measureC, readTruth, warnings, type CTruth } from './c-ground.js';
import { mend, type Mended } from './mend.js';

/** Left as it is: what the harness must still see leaking, else it proves nothing. */
const CONTROL = 'c/upper_server_58.c';
const JOBS = 12;

const inC = programs().filter(({ id }) => id.startsWith('c'));
const leaking = chosenPrograms('c');
/** The article's programs as they are fixed by hand: the harness must agree that they are. */
const fixedByHand = inC.filter(
  ({ label }) => !label.leaks && label.mechanism.includes("the article's server.c"),
);
const missing = lacking();
if (missing !== undefined) console.warn(missing);

const mended = new Map<string, Mended>();
const grounds: string[] = [];
const truths = new Map<string, CTruth>();

/** Programs of different sets may bear one name: each set has a ground of its own. */
async function prove(set: string): Promise<void> {
  const own = leaking.filter((program) => setOf(program) === set);
  const plain = inC.filter(
    (program) => setOf(program) === set && (program.id === CONTROL || fixedByHand.includes(program)),
  );
  const measured: Label[] = [];
  const files = new Map<string, string>();
  for (const program of own) {
    const done = await mend(program);
    mended.set(program.id, done);
    if (done.applied.length === 0) continue;
    measured.push(program.label);
    for (const [path, text] of done.texts) files.set(labelPath(program, path), text);
  }
  const unchanged = plain.map(({ label, id }) => ({
    ...label,
    file: id === CONTROL ? 'unrepaired.c' : label.file,
  }));
  for (const program of plain)
    files.set(program.id === CONTROL ? 'unrepaired.c' : program.label.file, original(program));
  const ground = cGround([...measured, ...unchanged], files);
  grounds.push(ground);
  for (const [file, truth] of await measureC(ground, JOBS)) truths.set(`${set}/${file}`, truth);
}

function original(program: Program): string {
  return readFileSync(program.files[0] ?? '', 'utf8');
}

describe.skipIf(missing !== undefined)('C and C++', () => {
  beforeAll(async () => {
    for (const set of new Set(inC.map(setOf))) await prove(set);
  }, 1_800_000);

  afterAll(() => {
    for (const ground of grounds) rmSync(ground, { recursive: true, force: true });
  });

  it('measures a leak where one is', () => {
    expect(truths.get('c/unrepaired.c')?.leaks_in).not.toEqual([]);
  });

  it.each(fixedByHand.map((program) => [`${program.id} (${program.label.mechanism})`, program] as const))(
    '%s leaves no socket in CLOSE_WAIT',
    (_, program) => {
      expect(truths.get(program.id)?.leaks_in).toEqual([]);
    },
  );

  describe.each(leaking.map((program) => [`${program.id} (${program.label.mechanism})`, program] as const))(
    '%s',
    (_, program) => {
      it('is repaired until nothing is reported', () => {
        const { applied, left } = mended.get(program.id) ?? { applied: [], left: [] };
        expect(applied).not.toEqual([]);
        expect(left.map(({ line, finding }) => `${line} ${finding.message}`)).toEqual([]);
      });

      it('leaves no socket in CLOSE_WAIT and no descriptor behind', () => {
        const truth = truths.get(program.id);
        expect(truth?.leaks_in).toEqual([]);
        expect(truth?.fd_leak_in).toEqual([]);
        expect(newExits(program)).toEqual([]);
      });

      it('compiles without new warnings', async () => {
        const ground = grounds[[...new Set(inC.map(setOf))].indexOf(setOf(program))] ?? '';
        for (const path of program.files) {
          const language = languageOf(path) === 'cpp' ? 'cpp' : 'c';
          const before = await warnings(path, language);
          const after = await warnings(join(ground, labelPath(program, path)), language);
          expect(after.filter((warning) => !before.includes(warning))).toEqual([]);
        }
      });
    },
  );
});

/** Ways to close that end the repaired program although they did not end the original. */
function newExits(program: Program): string[] {
  const recorded = readTruth(folderOf(setOf(program))).find(({ file }) => file === program.label.file);
  const after = truths.get(program.id)?.variants ?? {};
  return Object.entries(after)
    .filter(
      ([name, { exited, error }]) =>
        error !== undefined || (exited === true && recorded?.variants[name]?.exited !== true),
    )
    .map(([name, { error }]) => `${name}: ${error ?? 'the program ended'}`);
}
