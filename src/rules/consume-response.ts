import type { Rule } from './rule.js';
import { STREAM_BODY_MESSAGES } from './sockets.js';

export const consumeResponse = {
  id: 'consume-response' as const,
  summary: 'An unread response body keeps its connection.',
  messages: { ...STREAM_BODY_MESSAGES } as Rule['messages'],
} satisfies Rule;
