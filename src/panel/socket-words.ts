import * as l10n from '@vscode/l10n';
import type { TcpSocket } from '../shared/sample.js';
import { ageText, bytesText, endpointText, spanText } from '../shared/wording.js';

/** The grey part of a socket's row, the most telling first: `41 s · fd 23 · 5 B unread · 127.0.0.1:8080`. */
export function socketDescription(socket: TcpSocket, pid: number | undefined, now: number): string {
  const parts = [
    ageText(socket, now),
    fdText(socket, pid),
    ...unreadParts(socket),
    endpointText(socket.local),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** Where the unread bytes are: in the kernel, or taken from it and kept by Node.js. */
function unreadParts({ unreadBytes, bufferedBytes = 0 }: TcpSocket): readonly string[] {
  const kept = bufferedBytes > 0 ? [l10n.t('{0} in Node’s buffer', bytesText(bufferedBytes))] : [];
  const told = unreadBytes !== undefined && (unreadBytes > 0 || kept.length === 0);
  return [...(told ? [l10n.t('{0} unread', bytesText(unreadBytes))] : []), ...kept];
}

/** The row as a sentence for screen readers. */
export function socketSpoken(socket: TcpSocket, pid: number | undefined, now: number): string {
  const fd = fdOf(socket, pid);
  const span = spanText(now - socket.since);
  const parts = [
    l10n.t('Peer {0}', endpointText(socket.peer)),
    socket.sinceExact
      ? l10n.t('in {0} for {1}', socket.state, span)
      : l10n.t('in {0} for at least {1}', socket.state, span),
    fd === undefined ? undefined : l10n.t('descriptor {0}', fd),
    ...unreadParts(socket),
    l10n.t('local address {0}', endpointText(socket.local)),
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
    [l10n.t('State'), l10n.t('{0} for {1}', socket.state, ageText(socket, now))],
    [l10n.t('Peer'), endpointText(socket.peer)],
    [l10n.t('Local address'), endpointText(socket.local)],
    [l10n.t('Held by'), holdersText(socket)],
    [l10n.t('Origin'), roleWords(socket.role)],
    [l10n.t('Opened'), openedText(socket, now)],
    [l10n.t('Unread'), unreadText(socket)],
    [l10n.t('Unacknowledged'), socket.unsentBytes ? untakenText(socket.unsentBytes) : undefined],
    [l10n.t('Keepalive'), keepaliveText(socket.keepaliveMs)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function roleWords(role: TcpSocket['role']): string | undefined {
  switch (role) {
    case 'accepted':
      return l10n.t('accepted by this program');
    case 'connected':
      return l10n.t('connected by this program');
    case 'backlog':
      return l10n.t('not accepted yet: it waits in the listener’s backlog');
    case 'unknown':
      return undefined;
  }
}

function openedText({ openedAt }: TcpSocket, now: number): string | undefined {
  return openedAt === undefined ? undefined : l10n.t('{0} ago', spanText(now - openedAt));
}

function fdText(socket: TcpSocket, pid: number | undefined): string | undefined {
  const fd = fdOf(socket, pid);
  return fd === undefined ? undefined : `fd ${fd}`;
}

function holdersText({ holders }: TcpSocket): string | undefined {
  if (holders.length === 0) return undefined;
  return holders.map(({ pid, fd }) => `pid ${pid}${fd === undefined ? '' : ` fd ${fd}`}`).join(', ');
}

/** An empty queue does not prove that the program saw the end (facts: Recv-Q 0 after the last data was taken). */
function unreadText({ unreadBytes, bufferedBytes = 0 }: TcpSocket): string | undefined {
  const kept = bytesText(bufferedBytes);
  if (bufferedBytes > 0 && unreadBytes)
    return l10n.t('{0} in the kernel and {1} in Node’s buffer', bytesText(unreadBytes), kept);
  if (bufferedBytes > 0) return l10n.t('{0} in Node’s buffer: the program does not take them', kept);
  if (unreadBytes === undefined) return undefined;
  return unreadBytes === 0
    ? l10n.t('nothing: all data was taken from the kernel')
    : l10n.t('{0} not read since the peer closed', bytesText(unreadBytes));
}

function untakenText(bytes: number): string {
  return l10n.t('{0} the peer has not taken', bytesText(bytes));
}

function keepaliveText(ms: number | undefined): string {
  return ms === undefined
    ? l10n.t('off: it stays until the program closes it or ends')
    : l10n.t('next probe in {0}', spanText(ms));
}
