import type { Sample, SampledProcess, SocketOwner, TcpSocket } from '../shared/sample.js';
import type { TcpState } from '../shared/tcp-state.js';
import { Ages } from './ages.js';
import { limitationText } from './limitation.js';
import { processTree, type RunningProcess } from './process-tree.js';
import type { Sampler, SamplerDeps, StateCounts } from './sampler.js';
import { ownersOf } from './socket-owners.js';
import { rowId, type SocketRow } from './socket-row.js';

/** One socket of one process, as systems show it that name the owner. */
export interface OwnedRow extends Omit<SocketRow, 'receiveQueue' | 'sendQueue'> {
  readonly pid: number;
  readonly fd: number | undefined;
  /** Unread bytes without the FIN; undefined where the system does not tell. */
  readonly unread: number | undefined;
  readonly unsent: number | undefined;
}

/** A row of a table that tells state, endpoints and owner only. */
export function ownedRow(
  state: TcpState,
  local: OwnedRow['local'],
  peer: OwnedRow['peer'],
  pid: number,
): OwnedRow {
  return {
    state,
    local,
    peer,
    pid,
    fd: undefined,
    unread: undefined,
    unsent: undefined,
    inode: 0,
    uid: undefined,
    cookie: undefined,
    keepaliveMs: undefined,
    sinceAckMs: undefined,
    sinceSentMs: undefined,
  };
}

/** What a system told in one look. */
export interface OwnedTable {
  readonly rows: readonly OwnedRow[];
  readonly processes: readonly RunningProcess[];
  /** Sentences for the user about what could not be read. */
  readonly notes: readonly string[];
}

/** Reads the table of a system that names each socket's owner (macOS, Windows). Rejects with a sentence for the user. */
export interface OwnedTableReader {
  /** @param choose picks the wanted ones of the running processes; every process's sockets without it. */
  read(choose?: (processes: readonly RunningProcess[]) => readonly number[]): Promise<OwnedTable>;
  dispose(): void;
}

/** The sampler of systems that name each socket's owner. The age counts from the first look: they keep no better time. */
export class OwnedTableSampler implements Sampler {
  readonly #ages = new Ages();

  constructor(
    private readonly reader: OwnedTableReader,
    private readonly deps: Pick<SamplerDeps, 'now' | 'steady'>,
  ) {}

  /** Entries of all caches, for watching that memory stays flat. */
  get cacheSize(): number {
    return this.#ages.size;
  }

  async sample(pids: readonly number[]): Promise<Sample> {
    const start = this.deps.steady();
    const { rows, notes, crowd } = await this.#look(pids);
    const at = this.deps.now();
    const gone = pids.filter((pid) => !crowd.some((process) => process.pid === pid));
    const closeWait = this.#sockets(rows, at);
    const limitation = limitationText({ gone, hidden: [], denied: [], notes });
    return {
      at,
      tookMs: this.deps.steady() - start,
      closeWait,
      counts: { CLOSE_WAIT: closeWait.length },
      processes: crowd,
      gone,
      ...(limitation === undefined ? {} : { limitation }),
    };
  }

  async countStates(pids: readonly number[]): Promise<StateCounts> {
    const { rows } = await this.#look(pids);
    const counts: Partial<Record<TcpState, number>> = {};
    for (const [first] of grouped(rows)) counts[first.state] = (counts[first.state] ?? 0) + 1;
    return counts;
  }

  async owners(): Promise<readonly SocketOwner[]> {
    const { rows, processes } = await this.reader.read();
    return ownersOf(rows, ({ pid }) => [pid], new Map(processes.map(({ pid, name }) => [pid, name])));
  }

  dispose(): void {
    this.reader.dispose();
  }

  async #look(pids: readonly number[]): Promise<OwnedTable & { crowd: readonly SampledProcess[] }> {
    const table = await this.reader.read((processes) => processTree(processes, pids).map(({ pid }) => pid));
    const crowd = processTree(table.processes, pids);
    const wanted = new Set(crowd.map(({ pid }) => pid));
    return { ...table, rows: table.rows.filter(({ pid }) => wanted.has(pid)), crowd };
  }

  #sockets(rows: readonly OwnedRow[], at: number): TcpSocket[] {
    const stuck = grouped(rows.filter(({ state }) => state === 'CLOSE_WAIT'));
    const listening = rows.filter(({ state }) => state === 'LISTEN');
    this.#ages.look(
      stuck.map(([first]) => asRow(first)),
      at,
    );
    return stuck.map((group) => this.#socket(group, listening)).sort((a, b) => a.since - b.since);
  }

  #socket(group: OwnedGroup, listening: readonly OwnedRow[]): TcpSocket {
    const [first] = group;
    const age = this.#ages.of(asRow(first));
    const listenerPids = listening
      .filter(({ local }) => local.port === first.local.port)
      .map(({ pid }) => pid);
    return {
      id: rowId(asRow(first)),
      state: first.state,
      local: first.local,
      peer: first.peer,
      holders: group.map(({ pid, fd }) => ({ pid, fd })),
      role: listenerPids.length > 0 ? 'accepted' : 'connected',
      unreadBytes: first.unread,
      unsentBytes: first.unsent,
      since: age.since,
      sinceExact: age.exact,
      keepaliveMs: first.keepaliveMs,
      listenerPids: [...new Set(listenerPids)],
    };
  }
}

type OwnedGroup = readonly [OwnedRow, ...OwnedRow[]];

/** Rows of the same endpoints are one socket that several processes hold. */
function grouped(rows: readonly OwnedRow[]): OwnedGroup[] {
  const groups = new Map<string, [OwnedRow, ...OwnedRow[]]>();
  for (const row of rows) {
    const id = rowId(asRow(row));
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function asRow({ unread, unsent, ...row }: OwnedRow): SocketRow {
  return { ...row, receiveQueue: unread ?? 0, sendQueue: unsent ?? 0 };
}
