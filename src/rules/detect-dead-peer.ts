import type { Rule } from './rule.js';

export const detectDeadPeer = {
  id: 'detect-dead-peer' as const,
  summary: 'A peer that falls silent is never noticed (advice).',
  messages: {} as Rule['messages'],
} satisfies Rule;
