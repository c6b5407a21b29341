import type { Rule } from './rule.js';
import { STREAM_TIMEOUT_MESSAGES } from './sockets.js';

export const timeoutMustClose = {
  id: 'timeout-must-close' as const,
  summary: 'A timeout that only tells does not close.',
  messages: { ...STREAM_TIMEOUT_MESSAGES } as Rule['messages'],
} satisfies Rule;
