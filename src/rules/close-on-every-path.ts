import { PATH_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';
import { STREAM_PATH_MESSAGES } from './sockets.js';

export const closeOnEveryPath = {
  id: 'close-on-every-path' as const,
  summary: 'Some path leaves the socket open.',
  messages: { ...PATH_MESSAGES, ...STREAM_PATH_MESSAGES } as Rule['messages'],
} satisfies Rule;
