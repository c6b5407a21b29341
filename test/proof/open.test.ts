import { expect, it } from 'vitest';
import { programs } from '../analysis/corpus/program.js';
import { OPEN } from './open.js';

it('what is open are leaking programs, each once', () => {
  const leaking = programs()
    .filter(({ label }) => label.leaks)
    .map(({ id }) => id);
  expect(OPEN.filter((id) => !leaking.includes(id))).toEqual([]);
  expect(new Set(OPEN).size).toBe(OPEN.length);
});
