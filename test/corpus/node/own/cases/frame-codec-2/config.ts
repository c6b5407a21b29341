import type { ServerOpts } from 'node:net';

export const listenOptions = {
  noDelay: true,
  allowHalfOpen: true,
} satisfies ServerOpts;
