import type { Endpoint } from '../shared/sample.js';
import type { TcpState } from '../shared/tcp-state.js';

/** One TCP socket as the system's table shows it, before it is known whose it is. */
export interface SocketRow {
  readonly state: TcpState;
  readonly local: Endpoint;
  readonly peer: Endpoint;
  /** Receive queue: in CLOSE_WAIT the unread bytes plus one for an unread FIN; for LISTEN the connections that wait. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  /** 0 = no process has it: not accepted yet, or already left by its process. */
  readonly inode: number;
  /** Owner's user id, where it is told. */
  readonly uid: number | undefined;
  /** The kernel's socket cookie: 64 bit, never used twice while the system runs. */
  readonly cookie: string | undefined;
  readonly keepaliveMs: number | undefined;
  /** Milliseconds since the last segment with ACK arrived (tcp_info.tcpi_last_ack_recv); undefined = not told. */
  readonly sinceAckMs: number | undefined;
  /** Milliseconds since data was last sent (tcp_info.tcpi_last_data_sent); undefined = never or not told. */
  readonly sinceSentMs: number | undefined;
}

/** Identity of a row: the cookie where there is one, else inode and both endpoints. */
export function rowId(row: SocketRow): string {
  const { local, peer } = row;
  return row.cookie === undefined
    ? `${row.inode}/${local.address}:${local.port}/${peer.address}:${peer.port}`
    : `sk:${row.cookie}`;
}
