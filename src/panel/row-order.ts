import type { TcpSocket } from '../shared/sample.js';
import type { StuckSocket } from './socket-model.js';
import { endpointText } from '../shared/wording.js';

/** The orders a user can choose for the rows. */
export const ROW_ORDERS = ['oldest', 'newest', 'peer', 'unread'] as const;
export type RowOrder = (typeof ROW_ORDERS)[number];

const COMPARE: Readonly<Record<RowOrder, (a: TcpSocket, b: TcpSocket) => number>> = {
  oldest: (a, b) => a.since - b.since,
  newest: (a, b) => b.since - a.since,
  peer: (a, b) =>
    a.peer.address.localeCompare(b.peer.address, 'en', { numeric: true }) || a.peer.port - b.peer.port,
  unread: (a, b) => unreadOf(b) - unreadOf(a),
};

function unreadOf({ unreadBytes = -1, bufferedBytes = 0 }: TcpSocket): number {
  return unreadBytes + bufferedBytes;
}

/** Equal ones keep a fixed order, so that rows do not dance between samples. */
export function ordered(sockets: readonly StuckSocket[], order: RowOrder): readonly StuckSocket[] {
  return [...sockets].sort((a, b) => COMPARE[order](a.socket, b.socket) || compareIds(a.socket, b.socket));
}

/**
 * Whether a socket is meant by the user's filter: every word must occur in its addresses, `fd N`, `pid N`, its cause or
 * its source line. Case does not count; an empty filter means all.
 */
export function matches(row: StuckSocket, filter: string): boolean {
  if (filter === '') return true;
  const text = searchable(row);
  return words(filter).every((word) => text.includes(word));
}

function searchable({ socket, site }: StuckSocket): string {
  const place = site?.place === undefined ? [] : [`${site.place.file}:${site.place.line}`];
  const holders = socket.holders.map(({ pid, fd }) => `pid ${pid} fd ${fd ?? ''}`);
  const ends = [endpointText(socket.peer), endpointText(socket.local)];
  return [...ends, socket.role, ...holders, site?.words ?? '', ...place].join('\n').toLowerCase();
}

/** `fd 23` is one word: nobody looks for a lone "fd". */
function words(filter: string): readonly string[] {
  return filter.toLowerCase().match(/(?:fd|pid) \d+|\S+/g) ?? [];
}

function compareIds(a: TcpSocket, b: TcpSocket): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
