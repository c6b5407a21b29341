import { ERROR_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';
import { STREAM_ERROR_MESSAGES } from './sockets.js';

export const noSwallowedError = {
  id: 'no-swallowed-error' as const,
  summary: 'An error other than EAGAIN or EINTR is dropped and something stays open.',
  messages: { ...ERROR_MESSAGES, ...STREAM_ERROR_MESSAGES } as Rule['messages'],
} satisfies Rule;
