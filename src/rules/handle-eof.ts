import { EOF_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';

export const handleEof = {
  id: 'handle-eof' as const,
  summary: "The peer's FIN arrives and nothing ends this side.",
  messages: { ...EOF_MESSAGES } as Rule['messages'],
} satisfies Rule;
