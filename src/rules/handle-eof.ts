import { EOF_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';
import { STREAM_EOF_MESSAGES } from './sockets.js';

export const handleEof = {
  id: 'handle-eof' as const,
  summary: "The peer's FIN arrives and nothing ends this side.",
  messages: { ...EOF_MESSAGES, ...STREAM_EOF_MESSAGES } as Rule['messages'],
} satisfies Rule;
