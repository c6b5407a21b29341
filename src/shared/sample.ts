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
  /** Bytes that the runtime took from the kernel and the program has not read; absent where it was not asked. */
  readonly bufferedBytes?: number;
  /** Epoch milliseconds at which the program opened it; absent where nobody recorded that. */
  readonly openedAt?: number;
  /** True while the peer's FIN lies in the receive queue: the program has not read since the peer closed. */
  readonly eofUnread?: boolean;
  /** Bytes written and not acknowledged by the peer. */
  readonly unsentBytes: number | undefined;
  /** Epoch milliseconds since when it is in `state`, as far as known. */
  readonly since: number;
  /** True when `since` comes from the kernel and agrees with what was seen; false = "at least since". */
  readonly sinceExact: boolean;
  /** Milliseconds until the next keepalive probe; undefined = no keepalive timer. */
  readonly keepaliveMs: number | undefined;
  /** The processes that hold a LISTEN socket on the local port: whose backlog it is, who accepted it. */
  readonly listenerPids?: readonly number[];
}

/** A process that was looked at because it is, or descends from, one that was asked for. */
export interface SampledProcess {
  readonly pid: number;
  /** The asked-for process it descends from; itself for an asked-for process. */
  readonly root: number;
  /** The kernel's short name (`comm` on Linux), where it could be read. */
  readonly name?: string;
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
  /** The processes that were looked at; absent where the system does not tell. */
  readonly processes?: readonly SampledProcess[];
  /** Asked-for processes that no longer exist. */
  readonly gone?: readonly number[];
  /** Processes whose descriptors may not be listed; their sockets appear without holders, by port. */
  readonly denied?: readonly number[];
}

/** A process that owns TCP sockets, to choose from. */
export interface SocketOwner {
  readonly pid: number;
  /** The kernel's short name, where it could be read. */
  readonly name: string | undefined;
  /** The local ports it listens on, ascending. */
  readonly listening: readonly number[];
  /** How many sockets it holds in any other state. */
  readonly connections: number;
}
