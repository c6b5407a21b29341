import * as l10n from '@vscode/l10n';
import { groupBy } from '../shared/group-by.js';
import type { Cause, LeakSite } from '../shared/leak-site.js';
import type { TcpSocket } from '../shared/sample.js';
import { diagnose } from './diagnosis.js';
import { asTcpSocket, type ExplainedSocket, type SocketDetails } from './explained-socket.js';
import { portsOf, takeSnapshot, type NodeSocket } from './node-snapshot.js';
import type { NativeExplanation, NativeSites } from './native-sites.js';
import { isNodeSession, type Session } from './session.js';
import { SiteFinder } from './site-finder.js';
import { SNAPSHOT_LIMIT } from './snapshot-expression.js';
import { Stops } from './stops.js';

/** Causes that may be another in a moment: asked again after this many milliseconds. */
const PASSING: ReadonlySet<Cause> = new Set(['closing', 'flushing', 'stopped', 'loop-blocked', 'unknown']);
const ASK_AGAIN_MS = 5_000;
/** A verdict on a socket younger than this is asked for again: its program may not have come to it yet. */
const YOUNG_MS = 3_000;
/** A session that did not answer in time is left alone for so long. */
const SILENT_MS = 15_000;

/** Why sockets are stuck, as far as their programs could be asked. */
export interface Explanation {
  /** By socket id; sockets of programs that are neither Node.js under js-debug nor compiled are absent. */
  readonly sites: ReadonlyMap<string, LeakSite>;
  /** By socket id; sockets of which nothing more is known are absent. */
  readonly details: ReadonlyMap<string, SocketDetails>;
  /** In ESTABLISHED and never to be read by their programs: the same fault before the peer's FIN. */
  readonly suspects: readonly ExplainedSocket[];
}

interface Verdict {
  readonly site: LeakSite;
  readonly at: number;
  /** What the kernel still held then: the program has moved on when that changes. */
  readonly unread: number | undefined;
  readonly details: SocketDetails;
}

/** The key of the site of sockets that only a search of the heap can explain. */
export const UNLISTED_KEY = 'unlisted';

/** A socket that Node.js does not list: `unref()`, or one of native code. */
const UNLISTED: LeakSite = {
  key: UNLISTED_KEY,
  cause: 'unknown',
  words: l10n.t('not among the active handles of Node.js'),
};

/** Of a program that hangs outside JavaScript, or was suspended. */
const UNANSWERED: LeakSite = {
  key: 'unanswered',
  cause: 'unknown',
  words: l10n.t('the program does not answer the debugger'),
};

/** One of so many that the program was asked about the oldest only. */
const UNASKED: LeakSite = {
  key: 'unasked',
  cause: 'unknown',
  words: l10n.t('not looked into: more than {0} stuck sockets', SNAPSHOT_LIMIT),
};

/**
 * Asks the debugged Node.js programs why sockets are stuck and which line handles them. Asks only when there is a socket
 * without a verdict, one question at a time for all programs.
 */
export class Explainer {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #sites = new SiteFinder();
  readonly #silentUntil = new Map<string, number>();
  readonly #unread = new Map<string, number>();
  #suspects: ExplainedSocket[] = [];
  #ofNative: NativeExplanation = { sites: new Map(), openedAt: new Map() };
  #asking: Promise<void> | undefined;

  constructor(
    private readonly sessionsOf: (pid: number) => readonly Session[],
    private readonly native?: Pick<NativeSites, 'explain'>,
    private readonly now: () => number = Date.now,
    private readonly stops: Pick<Stops, 'threadOf'> = new Stops(),
  ) {}

  /** Entries of all caches, for watching that memory stays flat. */
  get cacheSize(): number {
    return this.#verdicts.size + this.#sites.size + this.#silentUntil.size + this.#unread.size;
  }

  /**
   * Resolves when all that can be asked now has been asked; while a question is open, with what is known. Programs among
   * `also` (process ids) are looked into without a stuck socket, for those in ESTABLISHED that nobody reads. Never rejects.
   */
  async explain(sockets: readonly TcpSocket[], also: readonly number[] = []): Promise<Explanation> {
    if (this.#asking === undefined) {
      this.#forget(sockets);
      this.#asking = this.#askAll(sockets, also).finally(() => {
        this.#asking = undefined;
      });
      await this.#asking;
    }
    const verdicts = [...this.#verdicts];
    const { sites, openedAt } = this.#ofNative;
    const opened = [...openedAt].map(([id, at]) => [id, { openedAt: at }] as const);
    return {
      sites: new Map([...sites, ...verdicts.map(([id, { site }]) => [id, site] as const)]),
      details: new Map<string, SocketDetails>([
        ...opened,
        ...verdicts.map(([id, { details }]) => [id, details] as const),
      ]),
      suspects: this.#suspects,
    };
  }

  /** To be called after a search of the heap: sockets that were not listed are asked about again. */
  heapSearched(): void {
    for (const [id, { site }] of this.#verdicts) if (site.key === UNLISTED_KEY) this.#verdicts.delete(id);
  }

  #forget(sockets: readonly TcpSocket[]): void {
    const ids = new Set(sockets.map(({ id }) => id));
    for (const id of this.#verdicts.keys()) if (!ids.has(id)) this.#verdicts.delete(id);
    for (const [id, until] of this.#silentUntil) if (until <= this.now()) this.#silentUntil.delete(id);
  }

  async #askAll(sockets: readonly TcpSocket[], also: readonly number[]): Promise<void> {
    for (const pid of also) await this.#survey(pid);
    const listed = new Set<TcpSocket>();
    const unlisted = new Set<TcpSocket>();
    for (const [pid, all] of groupBy(sockets, ({ holders }) => holders.map((holder) => holder.pid))) {
      // Oldest first, as the sampler gives them.
      const held = all.slice(0, SNAPSHOT_LIMIT);
      for (const socket of all.slice(SNAPSHOT_LIMIT)) this.#judge(socket, UNASKED);
      if (!held.some((socket) => this.#isOpen(socket))) continue;
      const sessions = this.sessionsOf(pid).filter(isNodeSession);
      const asked = sessions.filter(({ id }) => !this.#silentUntil.has(id));
      let answers = 0;
      for (const session of asked) if (await this.#ask(session, pid, held, listed)) answers += 1;
      if (answers > 0 && answers === asked.length) for (const socket of held) unlisted.add(socket);
      if (answers === 0 && sessions.length > 0) this.#unanswered(held);
    }
    for (const socket of unlisted) if (!listed.has(socket)) this.#judge(socket, UNLISTED);
    if (this.native !== undefined) this.#ofNative = await this.native.explain(sockets);
  }

  async #survey(pid: number): Promise<void> {
    const sessions = this.sessionsOf(pid).filter(isNodeSession);
    for (const session of sessions)
      if (!this.#silentUntil.has(session.id)) await this.#ask(session, pid, [], new Set());
  }

  /** What was known before stays. */
  #unanswered(sockets: readonly TcpSocket[]): void {
    for (const socket of sockets) if (!this.#verdicts.has(socket.id)) this.#judge(socket, UNANSWERED);
  }

  /** No verdict yet, or one that may have passed. */
  #isOpen({ id, since, unreadBytes }: TcpSocket): boolean {
    const verdict = this.#verdicts.get(id);
    if (verdict === undefined || verdict.unread !== unreadBytes) return true;
    const mayPass = PASSING.has(verdict.site.cause) || verdict.at - since < YOUNG_MS;
    return mayPass && this.now() - verdict.at >= ASK_AGAIN_MS;
  }

  #judge({ id, unreadBytes }: TcpSocket, site: LeakSite, details: SocketDetails = {}): void {
    this.#verdicts.set(id, { site, at: this.now(), unread: unreadBytes, details });
  }

  /** False when there was no answer. */
  async #ask(
    session: Session,
    pid: number,
    sockets: readonly TcpSocket[],
    listed: Set<TcpSocket>,
  ): Promise<boolean> {
    try {
      const snapshot = await takeSnapshot(session, sockets.map(portsOf));
      const seen = new Map(snapshot.sockets.map((socket) => [portsOf(socket).join('/'), socket]));
      for (const socket of sockets) {
        const found = seen.get(portsOf(socket).join('/'));
        if (found === undefined || !sameDescriptor(found, socket, pid)) continue;
        const cause = diagnose(found, socket, this.stops.threadOf(session.id) !== undefined);
        const site = await this.#sites.siteOf(session, `${pid}`, found, cause);
        this.#judge(socket, site, detailsOf(found));
        listed.add(socket);
      }
      await this.#suspect(session, pid, snapshot.sockets);
      return true;
    } catch {
      this.#silentUntil.set(session.id, this.now() + SILENT_MS);
      return false;
    }
  }

  /** Nobody reads, in two snapshots, not one byte further: it will stay so. */
  async #suspect(session: Session, pid: number, sockets: readonly NodeSocket[]): Promise<void> {
    const before = new Map(this.#unread);
    for (const id of before.keys()) if (id.startsWith(`node:${pid}:`)) this.#unread.delete(id);
    this.#suspects = this.#suspects.filter(({ socket }) => socket.holders[0]?.pid !== pid);
    for (const socket of sockets) {
      const cause = diagnose(socket);
      if (socket.ended || socket.readableLength === 0 || (cause !== 'unread' && cause !== 'upgrade-unread'))
        continue;
      const id = `node:${pid}:${portsOf(socket).join('/')}:${socket.bytesRead}`;
      const since = before.get(id) ?? this.now();
      this.#unread.set(id, since);
      if (!before.has(id)) continue;
      const site = await this.#sites.siteOf(session, `${pid}`, socket, cause);
      const holders = [{ pid, fd: socket.fd < 0 ? undefined : socket.fd }];
      const unseen = { id, state: 'ESTABLISHED', holders, since } as const;
      this.#suspects.push({ socket: asTcpSocket(socket, unseen), site });
    }
  }
}

function detailsOf({ readableLength, openedAt }: NodeSocket): SocketDetails {
  return { bufferedBytes: readableLength, ...(openedAt === undefined ? {} : { openedAt }) };
}

/** Node's descriptor must be the kernel's; -1 (Windows) says nothing. */
function sameDescriptor(found: NodeSocket, socket: TcpSocket, pid: number): boolean {
  const fds = socket.holders.filter((holder) => holder.pid === pid).map((holder) => holder.fd);
  return found.fd < 0 || fds.includes(undefined) || fds.includes(found.fd);
}
