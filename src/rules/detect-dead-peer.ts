import { ADVICE_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';
import { STREAM_ADVICE_MESSAGES } from './sockets.js';

export const detectDeadPeer = {
  id: 'detect-dead-peer' as const,
  summary: 'A peer that falls silent is never noticed (advice).',
  messages: { ...STREAM_ADVICE_MESSAGES, ...ADVICE_MESSAGES } as Rule['messages'],
} satisfies Rule;
