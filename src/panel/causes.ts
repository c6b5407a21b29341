import * as l10n from '@vscode/l10n';
import type { Cause } from '../shared/leak-site.js';

/** What a cause means, and what to do about it in the code. */
export interface CauseText {
  readonly title: string;
  readonly meaning: string;
  readonly advice: string;
}

const TEXTS: Readonly<Record<Cause, CauseText>> = {
  'half-open': {
    title: l10n.t('Half open'),
    meaning: l10n.t(
      'The program has read the end of the stream. With `allowHalfOpen` (and on sockets from the http events `upgrade` and `connect`) Node.js leaves it to the program to end its own side, and nothing did.',
    ),
    advice: l10n.t('Call `socket.end()` in the `end` listener, or drop `allowHalfOpen`.'),
  },
  unread: {
    title: l10n.t('Nobody reads'),
    meaning: l10n.t(
      'The socket has no reader: no `data` listener, no pipe, no `resume()`. Node.js reports the end only after every byte before it was consumed, so unread bytes hide the end for ever.',
    ),
    advice: l10n.t(
      'Attach a reader, call `socket.resume()`, or `socket.destroy()` where the program gives up.',
    ),
  },
  'upgrade-unread': {
    title: l10n.t('Handed-out socket not read'),
    meaning: l10n.t(
      'An `upgrade` or `connect` listener owns its socket from then on. This one neither reads it, ends it nor destroys it.',
    ),
    advice: l10n.t('Hand the socket over, or call `socket.destroy()`, on every path of the listener.'),
  },
  paused: {
    title: l10n.t('Paused with unread data'),
    meaning: l10n.t(
      'Reading was stopped while bytes wait in the buffer. The end lies behind them and is never reported.',
    ),
    advice: l10n.t('Call `resume()` on every path after `pause()`, or `destroy()`.'),
  },
  'readable-not-read': {
    title: l10n.t('Readable, but not read'),
    meaning: l10n.t(
      'A `readable` listener does not call `read()` until it returns null, so the data stays and the end with it.',
    ),
    advice: l10n.t('Call `read()` in a loop until it returns null.'),
  },
  backpressure: {
    title: l10n.t('Held up by a pipe’s target'),
    meaning: l10n.t(
      'The socket is piped into a stream that takes no more data, so reading has stopped before the end.',
    ),
    advice: l10n.t('Use `stream.pipeline()`, or destroy the socket when the target fails or closes.'),
  },
  'message-not-consumed': {
    title: l10n.t('HTTP message not consumed'),
    meaning: l10n.t(
      'The body of a request or response is read by nobody, so the connection’s end is not seen.',
    ),
    advice: l10n.t('Consume it, call `resume()` or `destroy()` on the message, or cancel the body.'),
  },
  flushing: {
    title: l10n.t('Ending, but the peer does not read'),
    meaning: l10n.t(
      '`end()` was called. It waits until everything written is taken, and the peer takes nothing.',
    ),
    advice: l10n.t('Set a timeout that calls `destroy()`.'),
  },
  closing: {
    title: l10n.t('Closing'),
    meaning: l10n.t('The program has destroyed the socket; the row disappears in a moment.'),
    advice: l10n.t('Nothing to do.'),
  },
  stopped: {
    title: l10n.t('Stopped by the debugger'),
    meaning: l10n.t(
      'The program stands at a breakpoint, or was paused, and has not read the end yet. Whether it closes the socket is to be seen when it runs on.',
    ),
    advice: l10n.t('Continue the program: a row that goes away is no leak.'),
  },
  'loop-blocked': {
    title: l10n.t('Event loop busy'),
    meaning: l10n.t('The program is busy in one piece of code and has not looked at the socket yet.'),
    advice: l10n.t('Look for long synchronous work if the row stays.'),
  },
  unknown: {
    title: l10n.t('Cause not known'),
    meaning: l10n.t('The peer has closed; this program has not. The kernel cannot tell why.'),
    advice: l10n.t('Close the socket on every path, also when a read returns 0 (end of stream).'),
  },
};

export function causeText(cause: Cause): CauseText {
  return TEXTS[cause];
}
