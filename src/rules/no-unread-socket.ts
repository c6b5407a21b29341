import { UNREAD_MESSAGES } from './descriptors.js';
import type { Rule } from './rule.js';
import { STREAM_UNREAD_MESSAGES } from './sockets.js';

export const noUnreadSocket = {
  id: 'no-unread-socket' as const,
  summary: "Nobody reads the socket to its end, so the peer's FIN is never seen.",
  messages: { ...UNREAD_MESSAGES, ...STREAM_UNREAD_MESSAGES } as Rule['messages'],
} satisfies Rule;
