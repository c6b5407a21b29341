import { beforeAll, describe, expect, it } from 'vitest';
import { isRight, type Verdict } from './corpus/judge.js';
import { complaint, scores, verdicts } from './corpus/score.js';

/** What was reached, by set; only ever raised. */
const REACHED: Readonly<Record<string, { readonly recall: number; readonly precision: number }>> = {
  node: { recall: 1, precision: 1 },
  'node-own': { recall: 1, precision: 1 },
  c: { recall: 1, precision: 1 },
  'c-own': { recall: 77 / 79, precision: 1 },
};

let all: Verdict[] = [];

beforeAll(async () => {
  all = await verdicts();
}, 120_000);

describe('measured programs', () => {
  it('are there', () => {
    expect(all.filter(({ program }) => program.id.startsWith('node/')).length).toBeGreaterThanOrEqual(104);
    expect(all.filter(({ program }) => program.id.startsWith('c/')).length).toBeGreaterThanOrEqual(82);
  });

  it.each(Object.entries(REACHED))('%s: as good as it was', (set, reached) => {
    const wrong = all.filter((verdict) => verdict.program.id.startsWith(`${set}/`) && !isRight(verdict));
    const score = scores(all).find((one) => one.set === set);
    const complaints = wrong.map(complaint).join('\n');
    expect(score?.recall, complaints).toBeGreaterThanOrEqual(reached.recall);
    expect(score?.precision, complaints).toBeGreaterThanOrEqual(reached.precision);
  });
});
