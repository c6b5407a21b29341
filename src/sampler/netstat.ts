import type { TcpState } from '../shared/tcp-state.js';
import { parseEndpoint } from './endpoint.js';
import { ownedRow, type OwnedRow } from './owned-table.js';

/** Windows translates the words: English and German are known. LISTEN is told by its peer, not by its word. */
const STATES: Readonly<Record<string, TcpState>> = {
  ESTABLISHED: 'ESTABLISHED',
  HERGESTELLT: 'ESTABLISHED',
  CLOSE_WAIT: 'CLOSE_WAIT',
  SCHLIESSEN_WARTEN: 'CLOSE_WAIT',
  TIME_WAIT: 'TIME_WAIT',
  WARTEND: 'TIME_WAIT',
  SYN_SENT: 'SYN_SENT',
  SYN_GESENDET: 'SYN_SENT',
  SYN_RECEIVED: 'SYN_RECV',
  SYN_EMPFANGEN: 'SYN_RECV',
  FIN_WAIT_1: 'FIN_WAIT1',
  FIN_WARTEN_1: 'FIN_WAIT1',
  FIN_WAIT_2: 'FIN_WAIT2',
  FIN_WARTEN_2: 'FIN_WAIT2',
  LAST_ACK: 'LAST_ACK',
  CLOSING: 'CLOSING',
  CLOSED: 'CLOSE',
};

/** Parsed rows, and the words for states that are not known. */
export interface NetstatRows {
  readonly rows: readonly OwnedRow[];
  readonly unknown: ReadonlySet<string>;
}

/** Parses `netstat -ano -p TCP` or `-p TCPv6` of Windows, in columns from the right since the state may be of any word. */
export function parseNetstat(text: string): NetstatRows {
  const rows: OwnedRow[] = [];
  const unknown = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const [, localText = '', peerText = '', word = '', pid = ''] =
      /^\s*TCP\s+(\S+)\s+(\S+)\s+(\S+)\s+(\d+)\s*$/.exec(line) ?? [];
    const local = parseEndpoint(localText);
    const peer = parseEndpoint(peerText);
    if (local === undefined || peer === undefined) continue;
    const state = peer.port === 0 ? 'LISTEN' : STATES[word.toUpperCase()];
    if (state === undefined) unknown.add(word);
    else rows.push(ownedRow(state, local, peer, Number(pid)));
  }
  return { rows, unknown };
}
