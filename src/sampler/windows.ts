import * as l10n from '@vscode/l10n';
import type { TcpState } from '../shared/tcp-state.js';
import { plainAddress } from './endpoint.js';
import { parseNetstat } from './netstat.js';
import { ownedRow, type OwnedRow, type OwnedTable, type OwnedTableReader } from './owned-table.js';
import type { RunningProcess } from './process-tree.js';
import { type Conversation, RunnerError, type Runner } from './runner.js';

const TIMEOUT_MS = 15_000;
const MARKER = '#closewait#';

/** By the numbers of MIB_TCP_STATE (tcpmib.h), which PowerShell's State enumeration uses too. */
const STATES: readonly (TcpState | undefined)[] = [
  undefined,
  'CLOSE',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
];

/** One line of PowerShell that prints one line of JSON, numbers instead of words. */
const LOOK = [
  '$ErrorActionPreference="SilentlyContinue"',
  '$s=@(Get-NetTCPConnection|ForEach-Object{,@([int]$_.State,$_.LocalAddress,$_.LocalPort,$_.RemoteAddress,$_.RemotePort,$_.OwningProcess)})',
  '$p=@(Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,Name|ForEach-Object{,@($_.ProcessId,$_.ParentProcessId,$_.Name)})',
  'ConvertTo-Json -Compress -Depth 3 @{sockets=$s;processes=$p}',
  `Write-Output "${MARKER}"`,
].join(';');

/**
 * Windows: one PowerShell that stays open (its start takes about a second), `netstat -ano` where PowerShell has no
 * Get-NetTCPConnection. Neither tells unread bytes nor a descriptor.
 */
export class WindowsTable implements OwnedTableReader {
  #shell: Conversation | undefined;
  #byNetstat = false;

  constructor(private readonly runner: Runner) {}

  async read(): Promise<OwnedTable> {
    if (!this.#byNetstat) {
      try {
        return await this.#byPowerShell();
      } catch (error) {
        this.dispose();
        if (!(error instanceof RunnerError)) throw error;
        this.#byNetstat = error.reason !== 'timeout';
      }
    }
    return this.#viaNetstat();
  }

  dispose(): void {
    this.#shell?.close();
    this.#shell = undefined;
  }

  async #byPowerShell(): Promise<OwnedTable> {
    this.#shell ??= this.#startShell();
    const table = parsePowerShell(await this.#shell.ask(LOOK, MARKER, TIMEOUT_MS));
    if (table === undefined)
      throw new RunnerError('failed', l10n.t('PowerShell does not list TCP connections here.'));
    return table;
  }

  #startShell(): Conversation {
    const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'];
    return this.runner.converse('powershell.exe', args);
  }

  async #viaNetstat(): Promise<OwnedTable> {
    const rows: OwnedRow[] = [];
    const unknown = new Set<string>();
    for (const protocol of ['TCP', 'TCPv6']) {
      const { stdout } = await this.runner.run('netstat', ['-ano', '-p', protocol], TIMEOUT_MS);
      const parsed = parseNetstat(stdout);
      rows.push(...parsed.rows);
      for (const word of parsed.unknown) unknown.add(word);
    }
    const { stdout } = await this.runner.run('tasklist', ['/FO', 'CSV', '/NH'], TIMEOUT_MS);
    return { rows, processes: parseTasklist(stdout), notes: notes(unknown) };
  }
}

function notes(unknown: ReadonlySet<string>): string[] {
  const blind = l10n.t(
    'PowerShell does not list TCP connections here, so netstat is read: child processes are not followed.',
  );
  if (unknown.size === 0) return [blind];
  return [
    blind,
    l10n.t(
      "netstat's words for these states are not known, their sockets are left out: {0}.",
      [...unknown].join(', '),
    ),
  ];
}

/** Parses what `LOOK` prints; undefined when it is not that, or when there is not one socket (no such command). */
export function parsePowerShell(text: string): OwnedTable | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('sockets' in value) || !('processes' in value))
    return undefined;
  const rows = tuples(value.sockets)
    .map(rowFrom)
    .filter((row) => row !== undefined);
  const processes = tuples(value.processes).map(([pid, parent, name]): RunningProcess => {
    return { pid: Number(pid), parent: Number(parent), name: String(name) };
  });
  return rows.length === 0 ? undefined : { rows, processes, notes: [] };
}

/** An array of one array may come as that array itself. */
function tuples(value: unknown): (readonly unknown[])[] {
  if (!Array.isArray(value)) return [];
  return value.length > 0 && !Array.isArray(value[0]) ? [value] : value.filter((item) => Array.isArray(item));
}

function rowFrom([state, localAddress, localPort, peerAddress, peerPort, pid]: readonly unknown[]):
  OwnedRow | undefined {
  const known = STATES[Number(state)];
  if (known === undefined) return undefined;
  const endpoint = (address: unknown, port: unknown): OwnedRow['local'] => {
    return { address: plainAddress(String(address).replace(/%.*$/, '')), port: Number(port) };
  };
  return ownedRow(known, endpoint(localAddress, localPort), endpoint(peerAddress, peerPort), Number(pid));
}

/** Parses `tasklist /FO CSV /NH`: name and process id are the first two columns; it tells no parents. */
export function parseTasklist(text: string): RunningProcess[] {
  return [...text.matchAll(/^"([^"]*)","(\d+)"/gm)].map(([, name = '', pid]) => ({
    pid: Number(pid),
    parent: 0,
    name,
  }));
}
