import type { Rule } from './rule.js';

export const consumeResponse = {
  id: 'consume-response' as const,
  summary: 'An unread response body keeps its connection.',
  messages: {} as Rule['messages'],
} satisfies Rule;
