import type { ExplainedSocket, SocketDetails } from '../debug/explained-socket.js';
import type { LeakSite } from '../shared/leak-site.js';
import type { Sample, TcpSocket } from '../shared/sample.js';
import { withDescendants, type ObservedProcess, type ShownProcess } from './observed.js';

/** Every normal close passes through CLOSE_WAIT: only what stays this long, seen twice or told by the kernel, is stuck. */
export const STUCK_AFTER_MS = 1_000;
/** The kernel closes a dying process's sockets before the debugger says that it ended. */
const LAST_WORDS_MS = 3_000;

/** A socket that stays open, and where it leaks as far as known. */
export interface StuckSocket {
  readonly socket: TcpSocket;
  readonly site: LeakSite | undefined;
}

export interface ProcessPicture {
  readonly process: ShownProcess;
  /** True when it is gone: the rows are what was stuck last. */
  readonly ended: boolean;
  /** In CLOSE_WAIT. */
  readonly stuck: readonly StuckSocket[];
  /** In ESTABLISHED with unread data that the program is proven never to read: the same fault before the peer's FIN. */
  readonly unread: readonly StuckSocket[];
  /** Completed by the kernel, closed by the peer, not yet accepted by the program. */
  readonly backlog: readonly TcpSocket[];
}

/** All that the view shows of one moment. */
export interface Picture {
  /** Epoch milliseconds of the last sample; undefined before the first one. */
  readonly at: number | undefined;
  /** What the last sample cost in wall time, milliseconds. */
  readonly tookMs: number;
  readonly limitation: string | undefined;
  readonly processes: readonly ProcessPicture[];
  readonly counts: Sample['counts'];
}

interface ProcessState {
  readonly process: ObservedProcess;
  readonly ended: boolean;
  readonly stuck: readonly TcpSocket[];
  readonly backlog: readonly TcpSocket[];
  readonly lastStuck: { readonly at: number; readonly sockets: readonly TcpSocket[] };
}

const FRESH = { ended: false, stuck: [], backlog: [], lastStuck: { at: -Infinity, sockets: [] } };

/**
 * Samples and processes in, a picture out. Holds no more than the last sample, the rows kept of processes that
 * ended, and one leak site per row.
 */
export class SocketModel {
  #tracked = new Map<string, TcpSocket>();
  #states = new Map<number, ProcessState>();
  #sites = new Map<string, LeakSite>();
  #details: ReadonlyMap<string, SocketDetails> = new Map();
  #suspects: readonly ExplainedSocket[] = [];
  #last: Sample | undefined;

  /** Takes over one sample of `roots` and their descendants. */
  observe(roots: readonly ObservedProcess[], sample: Sample): void {
    this.#last = sample;
    this.#tracked = new Map(sample.closeWait.map((socket) => [socket.id, socket]));
    this.#setProcesses(withDescendants(roots, sample), sample.at);
    this.#distribute(
      sample.closeWait.filter((socket) => isStuck(socket, sample.at)),
      sample.at,
    );
    this.#forgetSites();
  }

  /** The debug sessions changed at `at` (epoch ms): rows of roots that ended stay, those of roots no longer named go. */
  setRoots(roots: readonly ObservedProcess[], at: number): void {
    this.#setProcesses(withDescendants(roots, this.#last), at);
  }

  /** Milliseconds after the last sample when the oldest socket that is not yet stuck will be; undefined without one. */
  nextStuckIn(): number | undefined {
    const { at, closeWait } = this.#last ?? { at: 0, closeWait: [] };
    const ages = closeWait.filter((socket) => !isStuck(socket, at)).map(({ since }) => at - since);
    return ages.length === 0 ? undefined : STUCK_AFTER_MS - Math.max(...ages);
  }

  /** Where sockets leak, by socket id; sockets not named keep what was known. True when that was news. */
  setSites(sites: ReadonlyMap<string, LeakSite>): boolean {
    const news = [...sites].filter(([id, { key, words }]) => {
      const known = this.#sites.get(id);
      return this.#tracked.has(id) && (known?.key !== key || known.words !== words);
    });
    for (const [id, site] of news) this.#sites.set(id, site);
    return news.length > 0;
  }

  /** What programs add of their sockets, by socket id; it replaces what was known. True when that was news. */
  setDetails(details: ReadonlyMap<string, SocketDetails>): boolean {
    const before = this.#details;
    this.#details = details;
    return [...details].some(([id, { bufferedBytes = 0, openedAt }]) => {
      const old = before.get(id);
      return bufferedBytes !== (old?.bufferedBytes ?? 0) || openedAt !== old?.openedAt;
    });
  }

  /** Sockets in ESTABLISHED that will never be read; they replace those named before. True when that was news. */
  setSuspects(suspects: readonly ExplainedSocket[]): boolean {
    const before = new Set(this.#suspects.map(({ socket }) => socket.id));
    const same = before.size === suspects.length && suspects.every(({ socket }) => before.has(socket.id));
    if (!same) this.#suspects = suspects;
    return !same;
  }

  picture(): Picture {
    return {
      at: this.#last?.at,
      tookMs: this.#last?.tookMs ?? 0,
      limitation: this.#last?.limitation,
      counts: this.#last?.counts ?? {},
      processes: [...this.#states.values()].map((state) => this.#pictureOf(state)),
    };
  }

  /** The missing ones have ended; ended ones keep their last rows as long as their root is known. */
  #setProcesses(observed: readonly ObservedProcess[], at: number): void {
    const roots = new Set(observed.map(({ root }) => root));
    for (const [pid, { process }] of this.#states) if (!roots.has(process.root)) this.#states.delete(pid);
    const alive = new Map(observed.filter(({ ended }) => !ended).map((process) => [process.pid, process]));
    for (const state of this.#living()) if (!alive.has(state.process.pid)) this.#end(state, at);
    for (const process of alive.values()) {
      const known = this.#states.get(process.pid);
      this.#states.set(process.pid, { ...(known?.ended === false ? known : FRESH), process });
    }
  }

  #distribute(stuck: readonly TcpSocket[], at: number): void {
    const owned = stuck.map((socket) => ({ socket, owner: this.#ownerOf(socket) }));
    for (const state of this.#living()) {
      const mine = owned.filter(({ owner }) => owner === state.process.pid).map(({ socket }) => socket);
      const backlog = mine.filter(({ role }) => role === 'backlog');
      const sockets = mine.filter(({ role }) => role !== 'backlog');
      const lastStuck = sockets.length > 0 ? { at, sockets } : state.lastStuck;
      this.#states.set(state.process.pid, { ...state, stuck: sockets, backlog, lastStuck });
    }
  }

  /** One row per socket: under its first observed holder, else under who listens on its port, else under the first. */
  #ownerOf({ holders, listenerPids = [] }: TcpSocket): number | undefined {
    const alive = (pid: number): boolean => this.#states.get(pid)?.ended === false;
    const holder = holders.find(({ pid }) => alive(pid))?.pid;
    return holder ?? listenerPids.find(alive) ?? this.#living()[0]?.process.pid;
  }

  #end(state: ProcessState, at: number): void {
    const { lastStuck } = state;
    const vanishedJustNow = state.stuck.length === 0 && at - lastStuck.at <= LAST_WORDS_MS;
    const stuck = vanishedJustNow ? lastStuck.sockets : state.stuck;
    if (stuck.length === 0) this.#states.delete(state.process.pid);
    else this.#states.set(state.process.pid, { ...state, ended: true, stuck, backlog: [] });
  }

  #forgetSites(): void {
    const shown = new Set(
      [...this.#states.values()].flatMap(({ lastStuck }) => lastStuck.sockets.map(({ id }) => id)),
    );
    for (const id of this.#sites.keys()) if (!this.#tracked.has(id) && !shown.has(id)) this.#sites.delete(id);
  }

  #living(): readonly ProcessState[] {
    return [...this.#states.values()].filter(({ ended }) => !ended);
  }

  #pictureOf({ process, ended, stuck, backlog }: ProcessState): ProcessPicture {
    return {
      process,
      ended,
      stuck: stuck.map((socket) => ({ socket: this.#detailed(socket), site: this.#sites.get(socket.id) })),
      unread: ended ? [] : this.#suspects.filter(({ socket }) => socket.holders[0]?.pid === process.pid),
      backlog,
    };
  }

  #detailed(socket: TcpSocket): TcpSocket {
    const details = this.#details.get(socket.id);
    return details === undefined ? socket : { ...socket, ...details };
  }
}

function isStuck({ since }: TcpSocket, at: number): boolean {
  return at - since >= STUCK_AFTER_MS;
}
