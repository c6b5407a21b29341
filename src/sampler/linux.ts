import type { Sample, SampledProcess, SocketOwner, TcpSocket } from '../shared/sample.js';
import type { TcpState } from '../shared/tcp-state.js';
import { Ages } from './ages.js';
import { FdLinks, type Holder } from './fd-links.js';
import { LinuxTables } from './linux-tables.js';
import { limitationText } from './limitation.js';
import { readProcesses } from './proc-processes.js';
import { processTree } from './process-tree.js';
import type { Sampler, SamplerDeps, StateCounts } from './sampler.js';
import { ownersOf } from './socket-owners.js';
import { rowId, type SocketRow } from './socket-row.js';

const SAMPLED: ReadonlySet<TcpState> = new Set(['CLOSE_WAIT', 'LISTEN']);

/** The processes of one look, and what stood in the way of seeing them. */
interface Crowd {
  readonly processes: readonly SampledProcess[];
  readonly pids: readonly number[];
  readonly gone: readonly number[];
  /** They exist, but /proc shows nothing of them (mounted with hidepid). */
  readonly hidden: readonly number[];
}

/**
 * Linux: the socket table by `ss` or /proc, whose sockets they are by /proc/PID/fd.
 * State first: while nothing is in CLOSE_WAIT no descriptor is looked at.
 */
export class LinuxSampler implements Sampler {
  readonly #tables: LinuxTables;
  readonly #links: FdLinks;
  readonly #ages = new Ages();

  constructor(private readonly deps: SamplerDeps) {
    this.#tables = new LinuxTables(deps.runner, deps.proc);
    this.#links = new FdLinks(deps.proc, deps.steady);
  }

  /** Entries of all caches, for watching that memory stays flat. */
  get cacheSize(): number {
    return this.#links.size + this.#ages.size;
  }

  async sample(pids: readonly number[]): Promise<Sample> {
    const start = this.deps.steady();
    const crowd = this.#crowd(pids);
    const { rows, notes } = await this.#tables.read(crowd.pids, SAMPLED);
    const at = this.deps.now();
    const denied = new Set<number>();
    const stuck = rows.filter((row) => row.state === 'CLOSE_WAIT');
    const closeWait =
      stuck.length === 0 ? this.#none(at) : await this.#sockets(stuck, rows, crowd, denied, at);
    const limitation = limitationText({ ...crowd, denied: [...denied], notes });
    return {
      at,
      tookMs: this.deps.steady() - start,
      closeWait,
      counts: { CLOSE_WAIT: closeWait.length },
      processes: crowd.processes,
      gone: crowd.gone,
      denied: [...denied],
      ...(limitation === undefined ? {} : { limitation }),
    };
  }

  async countStates(pids: readonly number[]): Promise<StateCounts> {
    const crowd = this.#crowd(pids);
    const { rows } = await this.#tables.read(crowd.pids);
    const inodes = await this.#links.holders(crowd.pids);
    const listening = rows.filter((row) => row.state === 'LISTEN' && inodes.has(row.inode));
    const counts: Partial<Record<TcpState, number>> = {};
    for (const row of rows) {
      const ours =
        row.inode > 0 ? inodes.has(row.inode) : listening.some((listener) => serves(listener, row));
      if (ours) counts[row.state] = (counts[row.state] ?? 0) + 1;
    }
    return counts;
  }

  async owners(): Promise<readonly SocketOwner[]> {
    const names = new Map(readProcesses(this.deps.proc).map(({ pid, name }) => [pid, name]));
    const holders = await this.#links.holders([...names.keys()]);
    const readable = new Set([...holders.values()].flat().map(({ pid }) => pid));
    const { rows } = await this.#tables.read([...readable]);
    return ownersOf(rows, (row) => (holders.get(row.inode) ?? []).map(({ pid }) => pid), names);
  }

  dispose(): void {
    // Nothing is kept running.
  }

  #crowd(pids: readonly number[]): Crowd {
    const processes = processTree(readProcesses(this.deps.proc), pids);
    const seen = new Set(processes.map((process) => process.pid));
    const unseen = pids.filter((pid) => !seen.has(pid));
    const hidden = unseen.filter((pid) => this.deps.proc.presence(pid) === 'forbidden');
    return { processes, pids: [...seen], hidden, gone: unseen.filter((pid) => !hidden.includes(pid)) };
  }

  #none(at: number): TcpSocket[] {
    this.#ages.look([], at);
    return [];
  }

  async #sockets(
    stuck: readonly SocketRow[],
    rows: readonly SocketRow[],
    crowd: Crowd,
    denied: Set<number>,
    at: number,
  ): Promise<TcpSocket[]> {
    const ports = new Set(stuck.map((row) => row.local.port));
    const listening = rows.filter((row) => row.state === 'LISTEN' && ports.has(row.local.port));
    const inodes = new Set([...stuck, ...listening].map((row) => row.inode).filter((inode) => inode > 0));
    const holders = await this.#links.find(inodes, crowd.pids, denied);
    const uids = this.#uids(denied);
    const isOurs = (row: SocketRow): boolean => holders.has(row.inode) || uids.has(row.uid ?? -1);
    const listeners = listening.filter(isOurs);
    const ours = stuck.filter((row) =>
      row.inode === 0 ? listeners.some((listener) => serves(listener, row)) : isOurs(row),
    );
    this.#ages.look(ours, at);
    return ours.map((row) => this.#socket(row, listening, holders)).sort((a, b) => a.since - b.since);
  }

  /** @param listening also those of others: a cluster's worker does not hold the socket its connections came in by. */
  #socket(
    row: SocketRow,
    listening: readonly SocketRow[],
    holders: ReadonlyMap<number, readonly Holder[]>,
  ): TcpSocket {
    const age = this.#ages.of(row);
    const serving = listening.filter((listener) => serves(listener, row));
    const listenerPids = serving.flatMap(({ inode }) => (holders.get(inode) ?? []).map(({ pid }) => pid));
    return {
      id: rowId(row),
      state: row.state,
      local: row.local,
      peer: row.peer,
      holders: holders.get(row.inode) ?? [],
      role: row.inode === 0 ? 'backlog' : serving.length > 0 ? 'accepted' : 'connected',
      unreadBytes: Math.max(0, row.receiveQueue - 1),
      eofUnread: row.receiveQueue > 0,
      unsentBytes: row.sendQueue,
      since: age.since,
      sinceExact: age.exact,
      keepaliveMs: row.keepaliveMs,
      listenerPids: [...new Set(listenerPids)],
    };
  }

  /** The users of processes whose descriptors may not be read: their sockets can be told by user and port only. */
  #uids(denied: ReadonlySet<number>): ReadonlySet<number> {
    return new Set([...denied].map((pid) => this.#uid(pid)).filter((uid) => uid !== undefined));
  }

  /** The effective user id (proc_pid_status(5)), which the sockets of the process carry. */
  #uid(pid: number): number | undefined {
    try {
      const uid = /^Uid:\t\d+\t(\d+)/m.exec(this.deps.proc.text(`/proc/${pid}/status`))?.[1];
      return uid === undefined ? undefined : Number(uid);
    } catch {
      return undefined;
    }
  }
}

const ANY = new Set(['0.0.0.0', '::', '*']);

/** Whether connection `row` came in through `listener`. */
function serves(listener: SocketRow, row: SocketRow): boolean {
  const { address, port } = listener.local;
  return port === row.local.port && (ANY.has(address) || address === row.local.address);
}
