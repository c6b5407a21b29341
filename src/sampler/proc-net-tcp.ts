import { TCP_STATES, type TcpState } from '../shared/tcp-state.js';
import { parseProcEndpoint } from './endpoint.js';
import { errorCode, type ProcReader } from './proc-reader.js';
import type { SocketRow } from './socket-row.js';

/** The kernel's USER_HZ, in which /proc prints timers: 100 on every architecture of Linux that Node supports. */
const TICKS_PER_SECOND = 100;
const KEEPALIVE_TIMER = 2;

/**
 * The TCP sockets of the network namespace of process `pid`, both IP versions (tcp6 is absent when IPv6 is off).
 * Rejects with the system error when /proc/PID/net/tcp cannot be read.
 */
export async function readProcNetTcp(
  proc: ProcReader,
  pid: number,
  states?: ReadonlySet<TcpState>,
): Promise<SocketRow[]> {
  const folder = `/proc/${pid}/net`;
  const four = await proc.longText(`${folder}/tcp`);
  const six = await proc.longText(`${folder}/tcp6`).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  return [...parseProcNetTcp(four, states), ...parseProcNetTcp(six, states)];
}

/** Parses /proc/net/tcp or tcp6 (proc_net_tcp.txt of the kernel); lines of another form are left out. */
export function parseProcNetTcp(text: string, states?: ReadonlySet<TcpState>): SocketRow[] {
  return text
    .split('\n')
    .map((line) => parseLine(line, states))
    .filter((row) => row !== undefined);
}

function parseLine(line: string, states: ReadonlySet<TcpState> | undefined): SocketRow | undefined {
  const fields = line.trim().split(/\s+/, 10);
  const [, localText = '', peerText = '', stateText = '', queues = '', timer = '', , uid = '', , inode = ''] =
    fields;
  const state = TCP_STATES[Number.parseInt(stateText, 16) - 1];
  if (state === undefined || (states !== undefined && !states.has(state))) return undefined;
  const local = parseProcEndpoint(localText);
  const peer = parseProcEndpoint(peerText);
  if (local === undefined || peer === undefined) return undefined;
  const [send = '', receive = ''] = queues.split(':');
  return {
    state,
    local,
    peer,
    receiveQueue: Number.parseInt(receive, 16),
    sendQueue: Number.parseInt(send, 16),
    inode: Number(inode),
    uid: Number(uid),
    cookie: undefined,
    keepaliveMs: keepalive(timer),
    sinceAckMs: undefined,
    sinceSentMs: undefined,
  };
}

/** `02:000AFC27` = keepalive timer, ticks in hex. */
function keepalive(timer: string): number | undefined {
  const [kind = '', ticks = ''] = timer.split(':');
  if (Number.parseInt(kind, 16) !== KEEPALIVE_TIMER) return undefined;
  return Math.round((Number.parseInt(ticks, 16) * 1_000) / TICKS_PER_SECOND);
}
