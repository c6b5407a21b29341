import type { Rule } from './rule.js';

export const noUnpairedPipe = {
  id: 'no-unpaired-pipe' as const,
  summary: "One side's end or error is not passed on to the other.",
  messages: {} as Rule['messages'],
} satisfies Rule;
