import type { TcpState } from '../shared/tcp-state.js';
import { parseEndpoint } from './endpoint.js';
import { ownedRow, type OwnedRow } from './owned-table.js';

/** The words of lsof's `TST=` field; they differ by system (lsof's lib/dialects, the tables of TCP states). */
const STATES: Readonly<Record<string, TcpState>> = {
  CLOSED: 'CLOSE',
  CLOSE: 'CLOSE',
  IDLE: 'CLOSE',
  BOUND: 'CLOSE',
  LISTEN: 'LISTEN',
  SYN_SENT: 'SYN_SENT',
  SYN_RCDV: 'SYN_RECV',
  SYN_RECV: 'SYN_RECV',
  SYN_RECEIVED: 'SYN_RECV',
  ESTABLISHED: 'ESTABLISHED',
  CLOSE_WAIT: 'CLOSE_WAIT',
  FIN_WAIT1: 'FIN_WAIT1',
  FIN_WAIT_1: 'FIN_WAIT1',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST_ACK',
  FIN_WAIT2: 'FIN_WAIT2',
  FIN_WAIT_2: 'FIN_WAIT2',
  TIME_WAIT: 'TIME_WAIT',
};

/** The fields of one open file, gathered until the next file or process begins. */
interface Draft {
  pid: number;
  fd: number | undefined;
  name: string;
  state: TcpState | undefined;
  unread: number | undefined;
  unsent: number | undefined;
}

/**
 * Parses `lsof -F` output (lsof(8), "OUTPUT FOR OTHER PROGRAMS"): a line a field, named by its first letter; `p` begins
 * a process, `f` a file; the order of the others varies. Sockets without state or endpoints are left out.
 */
export function parseLsof(text: string): OwnedRow[] {
  const drafts: Draft[] = [];
  let pid = 0;
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('f')) drafts.push(draft(pid, value));
    else note(drafts.at(-1), line.charAt(0), value);
  }
  return drafts.map(rowFrom).filter((row) => row !== undefined);
}

/** A descriptor may be followed by its access mode and lock: `12u`. */
function draft(pid: number, descriptor: string): Draft {
  const number = Number.parseInt(descriptor, 10);
  const fd = Number.isNaN(number) ? undefined : number;
  return { pid, fd, name: '', state: undefined, unread: undefined, unsent: undefined };
}

function note(file: Draft | undefined, field: string, value: string): void {
  if (file === undefined) return;
  if (field === 'n') file.name = value;
  if (field !== 'T') return;
  const [key = '', told = ''] = value.split('=');
  if (key === 'ST') file.state = STATES[told];
  if (key === 'QR') file.unread = Number(told);
  if (key === 'QS') file.unsent = Number(told);
}

function rowFrom({ pid, fd, name, state, unread, unsent }: Draft): OwnedRow | undefined {
  const [localText = '', peerText = '*:*'] = name.split('->');
  const local = parseEndpoint(localText);
  const peer = parseEndpoint(peerText);
  if (state === undefined || local === undefined || peer === undefined) return undefined;
  return { ...ownedRow(state, local, peer, pid), fd, unread, unsent };
}
