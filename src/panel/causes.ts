import type { Cause } from '../shared/leak-site.js';

/** What a cause means, and what to do about it in the code. */
export interface CauseText {
  readonly title: string;
  readonly meaning: string;
  readonly advice: string;
}

const TEXTS: Readonly<Record<Cause, CauseText>> = {
  'half-open': {
    title: 'Half open',
    meaning:
      'The program has read the end of the stream. With `allowHalfOpen` (and on sockets from the http events `upgrade` and `connect`) Node.js leaves it to the program to end its own side, and nothing did.',
    advice: 'Call `socket.end()` in the `end` listener, or drop `allowHalfOpen`.',
  },
  unread: {
    title: 'Nobody reads',
    meaning:
      'The socket has no reader: no `data` listener, no pipe, no `resume()`. Node.js reports the end only after every byte before it was consumed, so unread bytes hide the end for ever.',
    advice: 'Attach a reader, call `socket.resume()`, or `socket.destroy()` where the program gives up.',
  },
  'upgrade-unread': {
    title: 'Handed-out socket not read',
    meaning:
      'An `upgrade` or `connect` listener owns its socket from then on. This one neither reads it, ends it nor destroys it.',
    advice: 'Hand the socket over, or call `socket.destroy()`, on every path of the listener.',
  },
  paused: {
    title: 'Paused with unread data',
    meaning:
      'Reading was stopped while bytes wait in the buffer. The end lies behind them and is never reported.',
    advice: 'Call `resume()` on every path after `pause()`, or `destroy()`.',
  },
  'readable-not-read': {
    title: 'Readable, but not read',
    meaning:
      'A `readable` listener does not call `read()` until it returns null, so the data stays and the end with it.',
    advice: 'Call `read()` in a loop until it returns null.',
  },
  backpressure: {
    title: 'Held up by a pipe’s target',
    meaning:
      'The socket is piped into a stream that takes no more data, so reading has stopped before the end.',
    advice: 'Use `stream.pipeline()`, or destroy the socket when the target fails or closes.',
  },
  'message-not-consumed': {
    title: 'HTTP message not consumed',
    meaning: 'The body of a request or response is read by nobody, so the connection’s end is not seen.',
    advice: 'Consume it, call `resume()` or `destroy()` on the message, or cancel the body.',
  },
  flushing: {
    title: 'Ending, but the peer does not read',
    meaning: '`end()` was called. It waits until everything written is taken, and the peer takes nothing.',
    advice: 'Set a timeout that calls `destroy()`.',
  },
  closing: {
    title: 'Closing',
    meaning: 'The program has destroyed the socket; the row disappears in a moment.',
    advice: 'Nothing to do.',
  },
  'loop-blocked': {
    title: 'Event loop busy',
    meaning:
      'The program is stopped at a breakpoint or busy in one piece of code and has not looked at the socket yet.',
    advice: 'Continue the program; look for long synchronous work if the row stays.',
  },
  unknown: {
    title: 'Cause not known',
    meaning: 'The peer has closed; this program has not. The kernel cannot tell why.',
    advice: 'Close the socket on every path, also when a read returns 0 (end of stream).',
  },
};

export function causeText(cause: Cause): CauseText {
  return TEXTS[cause];
}
