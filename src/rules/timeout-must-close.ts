import type { Rule } from './rule.js';

export const timeoutMustClose = {
  id: 'timeout-must-close' as const,
  summary: 'A timeout that only tells does not close.',
  messages: {} as Rule['messages'],
} satisfies Rule;
