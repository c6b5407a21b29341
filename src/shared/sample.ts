import type { TcpState } from './tcp-state.js';

export interface Endpoint {
  /** Numeric address; an IPv4-mapped IPv6 address is written as IPv4. */
  readonly address: string;
  readonly port: number;
}

/** One TCP socket of the observed processes, as the kernel showed it at one moment. */
export interface TcpSocket {
  /** Stable for the socket's life: the kernel's cookie where there is one, else inode and both endpoints. */
  readonly id: string;
  readonly state: TcpState;
  readonly local: Endpoint;
  readonly peer: Endpoint;
  /** The processes that hold it and the descriptor number in each; empty for a connection not yet accepted. */
  readonly holders: readonly { readonly pid: number; readonly fd: number | undefined }[];
  /** `backlog`: the kernel completed it, the program has not accepted it yet. */
  readonly role: 'accepted' | 'connected' | 'backlog' | 'unknown';
  /** Bytes received and not read, the FIN not counted; undefined where the system does not tell. */
  readonly unreadBytes: number | undefined;
  /** Bytes written and not acknowledged by the peer. */
  readonly unsentBytes: number | undefined;
  /** Epoch milliseconds since when it is in `state`, as far as known. */
  readonly since: number;
  /** True when `since` comes from the kernel and agrees with what was seen; false = "at least since". */
  readonly sinceExact: boolean;
  /** Milliseconds until the next keepalive probe; undefined = no keepalive timer. */
  readonly keepaliveMs: number | undefined;
}

/** What one look at the kernel gave. */
export interface Sample {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What the look cost in wall time, milliseconds. */
  readonly tookMs: number;
  /** The sockets in CLOSE_WAIT, oldest first. */
  readonly closeWait: readonly TcpSocket[];
  /** How many sockets of the processes are in each state; only the states that were asked for are present. */
  readonly counts: Readonly<Partial<Record<TcpState, number>>>;
  /** A sentence for the user when something could not be seen; what is here is still true. */
  readonly limitation?: string;
}
