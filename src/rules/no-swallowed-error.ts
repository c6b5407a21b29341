import type { Rule } from './rule.js';

export const noSwallowedError = {
  id: 'no-swallowed-error' as const,
  summary: 'An error other than EAGAIN or EINTR is dropped and something stays open.',
  messages: {} as Rule['messages'],
} satisfies Rule;
