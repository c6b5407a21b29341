import * as l10n from '@vscode/l10n';
import type { Cause } from '../shared/leak-site.js';
import type { TcpSocket } from '../shared/sample.js';
import type { NodeSocket } from './node-snapshot.js';

/** What the kernel adds: bytes it still holds mean that Node has not read since. */
export type KernelSide = Pick<TcpSocket, 'unreadBytes' | 'eofUnread' | 'role'>;

/** One line of the table: the first whose test holds names the cause. */
interface Row {
  readonly cause: Cause;
  readonly holds: (socket: NodeSocket, kernel: KernelSide | undefined, stopped: boolean) => boolean;
}

/** Verified on real programs on Node 20 and 24 (test/debug/diagnosis.test.ts). The order matters. */
const TABLE: readonly Row[] = [
  { cause: 'closing', holds: (s) => s.destroyed },
  { cause: 'flushing', holds: (s) => s.ending && !s.finished },
  // The stream under a server's TLSSocket is driven by OpenSSL: its own state says nothing.
  { cause: 'unknown', holds: (s) => s.wrapped },
  // Handed out and never touched: whether its end was emitted only depends on bytes having come before the FIN.
  { cause: 'upgrade-unread', holds: (s) => s.upgraded && isIdle(s) },
  { cause: 'half-open', holds: (s) => s.endEmitted && !s.ending },
  { cause: 'message-not-consumed', holds: (s) => s.http && !s.upgraded && s.messageUnread },
  { cause: 'backpressure', holds: (s) => s.pipes > 0 && (s.awaitDrain || isFull(s)) },
  { cause: 'readable-not-read', holds: (s) => s.readableListeners > 0 && s.readableLength > 0 },
  { cause: 'unread', holds: isIdle },
  { cause: 'paused', holds: (s) => s.flowing === false && (s.readableLength > 0 || !s.reading) },
  // A read that took the last bytes may have taken the FIN with them; Node learns of it with its next read.
  {
    cause: 'stopped',
    holds: (s, kernel, stopped) => stopped && kernel !== undefined && s.reading && !s.ended,
  },
  { cause: 'loop-blocked', holds: (s, kernel) => s.reading && kernel?.eofUnread === true },
];

/** Why Node.js keeps a socket whose peer has closed. @param stopped whether the debugger has stopped the program. */
export function diagnose(socket: NodeSocket, kernel?: KernelSide, stopped = false): Cause {
  return TABLE.find(({ holds }) => holds(socket, kernel, stopped))?.cause ?? 'unknown';
}

/** Node stops reading from the kernel at its high-water mark (stream.md, "Buffering"). */
function isFull(socket: NodeSocket): boolean {
  return socket.readableLength >= socket.highWaterMark && !socket.reading;
}

/** Nobody has ever asked for data. */
function isIdle(socket: NodeSocket): boolean {
  return (
    socket.flowing === null &&
    socket.dataListeners === 0 &&
    socket.readableListeners === 0 &&
    socket.pipes === 0
  );
}

const WORDS: Readonly<Record<Cause, string>> = {
  'half-open': l10n.t('end seen, end() or destroy() never called'),
  unread: l10n.t('nobody reads, so the end is never seen'),
  'upgrade-unread': l10n.t('upgraded socket that nobody reads'),
  paused: l10n.t('paused with unread data, never resumed'),
  'readable-not-read': l10n.t("'readable' listener does not call read()"),
  backpressure: l10n.t('piped to a stream that does not drain'),
  'message-not-consumed': l10n.t('HTTP message not consumed'),
  flushing: l10n.t('end() called, the peer does not take the rest'),
  closing: l10n.t('being destroyed'),
  stopped: l10n.t('stopped by the debugger, end not read yet'),
  'loop-blocked': l10n.t('event loop busy, end not read yet'),
  unknown: l10n.t('cause not known'),
};

/** A cause in words, lower case, no full stop. */
export function causeWords(cause: Cause): string {
  return WORDS[cause];
}
