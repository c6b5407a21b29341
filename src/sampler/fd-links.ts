import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorCode, type ProcReader } from './proc-reader.js';

/** Longest stretch of synchronous link reading before the event loop gets its turn. */
const SLICE_MS = 8;
/** After so many looks a socket that belonged to nobody is searched again: a descriptor can arrive by SCM_RIGHTS. */
const FORGET_AFTER = 10;

/** Where a socket is held. */
export interface Holder {
  readonly pid: number;
  readonly fd: number;
}

/**
 * Knows which descriptors of which processes refer to which sockets, by the links in /proc/PID/fd (proc_pid_fd(5):
 * `socket:[inode]`). A known socket costs one link per look; only unknown ones cause a scan.
 */
export class FdLinks {
  readonly #holders = new Map<number, readonly Holder[]>();
  /** Inodes that none of the processes has, and when (in looks) that was found. */
  readonly #foreign = new Map<number, number>();
  #pids: ReadonlySet<number> = new Set();
  #look = 0;

  constructor(
    private readonly proc: ProcReader,
    private readonly steady: () => number,
  ) {}

  /** Entries kept, for watching that memory stays flat. */
  get size(): number {
    return this.#holders.size + this.#foreign.size;
  }

  /**
   * The holders of each of the sockets `inodes` among `pids`; sockets held by none of them are absent.
   * `denied` receives the processes whose descriptors may not be listed or read.
   */
  async find(
    inodes: ReadonlySet<number>,
    pids: readonly number[],
    denied: Set<number>,
  ): Promise<ReadonlyMap<number, readonly Holder[]>> {
    this.#look += 1;
    this.#forget(inodes, pids);
    const unknown = new Set<number>();
    for (const inode of inodes) {
      if (!this.#stillHeld(inode) && !this.#foreign.has(inode)) unknown.add(inode);
    }
    if (unknown.size > 0) await this.#scan(unknown, pids, denied);
    return this.#holders;
  }

  /** The holders of every socket of `pids`; what may not be read is left out. Nothing is remembered of it. */
  async holders(pids: readonly number[]): Promise<ReadonlyMap<number, readonly Holder[]>> {
    const found = new Map<number, Holder[]>();
    await this.#visit(pids, new Set(), (inode, holder) => {
      append(found, inode, holder);
    });
    return found;
  }

  /** Drops what is not asked for any more, and everything held or not held by a set of processes that has changed. */
  #forget(inodes: ReadonlySet<number>, pids: readonly number[]): void {
    const joined = pids.some((pid) => !this.#pids.has(pid));
    this.#pids = new Set(pids);
    for (const [inode, since] of this.#foreign) {
      if (joined || !inodes.has(inode) || this.#look - since >= FORGET_AFTER) this.#foreign.delete(inode);
    }
    for (const inode of this.#holders.keys()) {
      // A process that joined may hold a socket we know only of its parent.
      if (joined || !inodes.has(inode)) this.#holders.delete(inode);
    }
  }

  #stillHeld(inode: number): boolean {
    const known = this.#holders.get(inode);
    if (known === undefined) return false;
    const kept = known.filter((holder) => this.#pids.has(holder.pid) && this.#refersTo(holder, inode));
    if (kept.length === known.length) return true;
    this.#holders.delete(inode);
    if (kept.length > 0) this.#holders.set(inode, kept);
    return kept.length > 0;
  }

  #refersTo({ pid, fd }: Holder, inode: number): boolean {
    try {
      return inodeOf(this.proc.link(`/proc/${pid}/fd/${fd}`)) === inode;
    } catch {
      return false;
    }
  }

  async #scan(unknown: ReadonlySet<number>, pids: readonly number[], denied: Set<number>): Promise<void> {
    const found = new Map<number, Holder[]>();
    await this.#visit(pids, denied, (inode, holder) => {
      if (unknown.has(inode)) append(found, inode, holder);
    });
    for (const inode of unknown) {
      const holders = found.get(inode);
      if (holders === undefined) this.#foreign.set(inode, this.#look);
      else this.#holders.set(inode, holders);
    }
  }

  /** Reads every link of every process, never longer than SLICE_MS at a stretch. */
  async #visit(
    pids: readonly number[],
    denied: Set<number>,
    visitor: (inode: number, holder: Holder) => void,
  ): Promise<void> {
    let sliceEnd = this.steady() + SLICE_MS;
    for (const pid of pids) {
      for (const name of this.#descriptors(pid, denied)) {
        const inode = this.#inodeAt(pid, name, denied);
        if (inode !== undefined) visitor(inode, { pid, fd: Number(name) });
        if (this.steady() < sliceEnd) continue;
        await nextTurn();
        sliceEnd = this.steady() + SLICE_MS;
      }
    }
  }

  #descriptors(pid: number, denied: Set<number>): readonly string[] {
    try {
      return this.proc.list(`/proc/${pid}/fd`);
    } catch (error) {
      noteDenial(error, pid, denied);
      return [];
    }
  }

  #inodeAt(pid: number, name: string, denied: Set<number>): number | undefined {
    try {
      return inodeOf(this.proc.link(`/proc/${pid}/fd/${name}`));
    } catch (error) {
      noteDenial(error, pid, denied);
      return undefined;
    }
  }
}

function append(found: Map<number, Holder[]>, inode: number, holder: Holder): void {
  const holders = found.get(inode);
  if (holders === undefined) found.set(inode, [holder]);
  else holders.push(holder);
}

/** A process with file capabilities lets its descriptors be listed but not read: both count as denied. */
function noteDenial(error: unknown, pid: number, denied: Set<number>): void {
  const code = errorCode(error);
  if (code === 'EACCES' || code === 'EPERM') denied.add(pid);
}

function inodeOf(link: string): number | undefined {
  return link.startsWith('socket:[') ? Number(link.slice(8, -1)) : undefined;
}
