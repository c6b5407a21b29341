import { describe, expect, it } from 'vitest';
import { findings, server } from './analysed.js';

/** Conditions that are all remembered until the end: twice as many paths with each. */
function tangle(conditions: number): string {
  const all = Array.from({ length: conditions }, (_, i) => i);
  return [
    ...all.map((i) => `    int c${i} = probe(${i});`),
    ...all.map((i) => `    if (c${i} == 1) step(${i});`),
    ...all.map((i) => `    if (c${i} == 1) step(${i});`),
    '    char b[64];',
    '    read(fd, b, sizeof b);',
  ].join('\n');
}

describe('the budget of a function', () => {
  it('is enough for what people write: the leak behind a few conditions is found', async () => {
    expect(await findings(server(tangle(3)))).not.toEqual([]);
  });

  it('ends the search where paths double with every condition, and nothing is said', async () => {
    expect(await findings(server(tangle(40)))).toEqual([]);
  });
});
