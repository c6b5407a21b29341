import type { LeakSite } from '../shared/leak-site.js';
import type { TcpSocket } from '../shared/sample.js';
import type { NodeSocket } from './node-snapshot.js';

/** A socket that only its program tells of, with the reason why it stays open. */
export interface ExplainedSocket {
  readonly socket: TcpSocket;
  readonly site: LeakSite;
}

/** What programs and debuggers add to the kernel's view of a socket. */
export type SocketDetails = Pick<TcpSocket, 'bufferedBytes' | 'openedAt'>;

/** What the kernel would have told of a socket that only Node.js described. */
export type Unseen = Pick<TcpSocket, 'id' | 'state' | 'holders' | 'since'>;

/** A socket as Node.js alone sees it, in the kernel's terms. */
export function asTcpSocket(socket: NodeSocket, unseen: Unseen): TcpSocket {
  const { local, peer, readableLength, writableLength, accepted, openedAt } = socket;
  return {
    ...unseen,
    local,
    peer,
    role: accepted ? 'accepted' : 'connected',
    unreadBytes: undefined,
    bufferedBytes: readableLength,
    unsentBytes: writableLength,
    sinceExact: false,
    keepaliveMs: undefined,
    ...(openedAt === undefined ? {} : { openedAt }),
  };
}
