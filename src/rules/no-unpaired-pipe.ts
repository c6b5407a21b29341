import type { Rule } from './rule.js';
import { STREAM_PIPE_MESSAGES } from './sockets.js';

export const noUnpairedPipe = {
  id: 'no-unpaired-pipe' as const,
  summary: "One side's end or error is not passed on to the other.",
  messages: { ...STREAM_PIPE_MESSAGES } as Rule['messages'],
} satisfies Rule;
