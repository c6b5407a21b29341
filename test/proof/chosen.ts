import { programs, type Program } from '../analysis/corpus/program.js';
import { OPEN } from './open.js';

const { PROOF } = process.env;

/** The leaking programs to prove: all that are not open, those whose id holds $PROOF, or with `PROOF=all` every one. */
export function chosenPrograms(language: 'c' | 'node'): Program[] {
  const leaking = programs().filter(({ id, label }) => id.startsWith(language) && label.leaks);
  if (PROOF === undefined) return leaking.filter(({ id }) => !OPEN.includes(id));
  return PROOF === 'all' ? leaking : leaking.filter(({ id }) => id.includes(PROOF));
}
