import * as l10n from '@vscode/l10n';
import type { TcpState } from '../shared/tcp-state.js';
import { parseEndpoint } from './endpoint.js';
import { RunnerError, type Runner } from './runner.js';
import type { SocketRow } from './socket-row.js';

/** `state` words of ss(8) for the sample; two of them make ss print the state column. */
const SAMPLE_STATES = ['state', 'close-wait', 'state', 'listening'];

const STATES: Readonly<Record<string, TcpState>> = {
  ESTAB: 'ESTABLISHED',
  'SYN-SENT': 'SYN_SENT',
  'SYN-RECV': 'SYN_RECV',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
  'TIME-WAIT': 'TIME_WAIT',
  UNCONN: 'CLOSE',
  'CLOSE-WAIT': 'CLOSE_WAIT',
  'LAST-ACK': 'LAST_ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
};

const UNITS: Readonly<Record<string, number>> = { ms: 1, sec: 1_000, '.': 1_000, min: 60_000 };

/** Longest a listing may take; 90,000 sockets took 0.03 s. */
const TIMEOUT_MS = 10_000;

/**
 * Lists the CLOSE_WAIT and LISTEN sockets of our network namespace. Without `-p`: that option reads every descriptor
 * of every process. Rejects with a RunnerError (`missing` when there is no ss).
 */
export function listStuckAndListening(runner: Runner): Promise<SocketRow[]> {
  return list(runner, ['-HtneiO', ...SAMPLE_STATES]);
}

/** Lists every TCP socket of our network namespace. Rejects as `listStuckAndListening`. */
export function listAll(runner: Runner): Promise<SocketRow[]> {
  return list(runner, ['-HtaneO']);
}

async function list(runner: Runner, args: readonly string[]): Promise<SocketRow[]> {
  const output = await runner.run('ss', args, TIMEOUT_MS);
  if (output.code === 0) return parseSs(output.stdout);
  // -O came with iproute2 4.20: without it each socket's information follows on a line of its own.
  const [flags = '', ...rest] = args;
  const older = await runner.run('ss', [flags.replace('O', ''), ...rest], TIMEOUT_MS);
  if (older.code === 0) return parseSs(older.stdout);
  throw new RunnerError('failed', l10n.t('ss failed: {0}', older.stderr.trim().split('\n')[0] ?? ''));
}

/** Parses `ss -Htnei` with a state column, with or without `-O`. Lines of another form are left out. */
export function parseSs(text: string): SocketRow[] {
  return text
    .replace(/\n\t/g, ' ')
    .split('\n')
    .map(parseLine)
    .filter((row) => row !== undefined);
}

function parseLine(line: string): SocketRow | undefined {
  const head = /^\s*(\S+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s*(.*)$/.exec(line);
  const [, word = '', receive = '', send = '', localText = '', peerText = '', rest = ''] = head ?? [];
  const state = STATES[word];
  const local = parseEndpoint(localText);
  const peer = parseEndpoint(peerText);
  if (state === undefined || local === undefined || peer === undefined) return undefined;
  return {
    state,
    local,
    peer,
    receiveQueue: Number(receive),
    sendQueue: Number(send),
    inode: numberAfter(rest, ' ino:') ?? 0,
    // ss leaves the uid out when it is 0.
    uid: numberAfter(rest, ' uid:') ?? 0,
    cookie: /\bsk:([\da-f]+)/.exec(rest)?.[1],
    keepaliveMs: keepalive(rest),
    sinceAckMs: numberAfter(rest, ' lastack:'),
    sinceSentMs: rest.includes(' bytes_sent:') ? numberAfter(rest, ' lastsnd:') : undefined,
  };
}

/** The whole number that follows `key`, whose blank also matches the start of the text. */
function numberAfter(text: string, key: string): number | undefined {
  const at = ` ${text}`.indexOf(key);
  if (at < 0) return undefined;
  const digits = /^\d+/.exec(text.slice(at + key.length - 1));
  return digits === null ? undefined : Number(digits[0]);
}

/** `timer:(keepalive,119min,0)`, `…,1min52sec,…`, `…,032ms,…`, and `2.345ms`, which is how ss prints 2.345 s. */
function keepalive(text: string): number | undefined {
  const span = /timer:\(keepalive,([^,]*),/.exec(text)?.[1];
  if (span === undefined) return undefined;
  const parts = [...span.matchAll(/(\d+)(min|sec|ms|\.)/g)];
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
