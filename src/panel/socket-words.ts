import type { TcpSocket } from '../shared/sample.js';
import { ageText, bytesText, countText, endpointText, spanText } from '../shared/wording.js';

/** The grey part of a socket's row, the most telling first: `41 s · fd 23 · 5 B unread · 127.0.0.1:8080`. */
export function socketDescription(socket: TcpSocket, pid: number | undefined, now: number): string {
  const unread = socket.unreadBytes === undefined ? undefined : `${bytesText(socket.unreadBytes)} unread`;
  const parts = [ageText(socket, now), fdText(socket, pid), unread, endpointText(socket.local)];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** The row as a sentence for screen readers. */
export function socketSpoken(socket: TcpSocket, pid: number | undefined, now: number): string {
  const fd = fdOf(socket, pid);
  const parts = [
    `Peer ${endpointText(socket.peer)}`,
    `in ${socket.state} for ${socket.sinceExact ? '' : 'at least '}${spanText(now - socket.since)}`,
    fd === undefined ? undefined : `descriptor ${fd}`,
    socket.unreadBytes === undefined ? undefined : `${countText(socket.unreadBytes, 'byte')} unread`,
    `local address ${endpointText(socket.local)}`,
  ];
  return `${parts.filter((part) => part !== undefined).join(', ')}.`;
}

/** The descriptor's number in process `pid`, or in the first holder when `pid` is undefined. */
export function fdOf(socket: TcpSocket, pid: number | undefined): number | undefined {
  return socket.holders.find((holder) => pid === undefined || holder.pid === pid)?.fd;
}

/** The facts of a socket as pairs of name and value, for tooltips and reports. */
export function socketFacts(socket: TcpSocket, now: number): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string | undefined])[] = [
    ['State', `${socket.state} for ${ageText(socket, now)}`],
    ['Peer', endpointText(socket.peer)],
    ['Local address', endpointText(socket.local)],
    ['Held by', holdersText(socket)],
    ['Origin', ROLE_WORDS[socket.role]],
    ['Unread', unreadText(socket.unreadBytes)],
    [
      'Unacknowledged',
      socket.unsentBytes ? `${bytesText(socket.unsentBytes)} the peer has not taken` : undefined,
    ],
    ['Keepalive', keepaliveText(socket.keepaliveMs)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

const ROLE_WORDS: Readonly<Record<TcpSocket['role'], string | undefined>> = {
  accepted: 'accepted by this program',
  connected: 'connected by this program',
  backlog: 'not accepted yet: it waits in the listener’s backlog',
  unknown: undefined,
};

function fdText(socket: TcpSocket, pid: number | undefined): string | undefined {
  const fd = fdOf(socket, pid);
  return fd === undefined ? undefined : `fd ${fd}`;
}

function holdersText({ holders }: TcpSocket): string | undefined {
  if (holders.length === 0) return undefined;
  return holders.map(({ pid, fd }) => `pid ${pid}${fd === undefined ? '' : ` fd ${fd}`}`).join(', ');
}

/** An empty queue does not prove that the program saw the end (facts: Recv-Q 0 after the last data was taken). */
function unreadText(bytes: number | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  return bytes === 0
    ? 'nothing: all data was taken from the kernel'
    : `${bytesText(bytes)} not read since the peer closed`;
}

function keepaliveText(ms: number | undefined): string {
  return ms === undefined
    ? 'off: it stays until the program closes it or ends'
    : `next probe in ${spanText(ms)}`;
}
