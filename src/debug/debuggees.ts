import { hostname } from 'node:os';
import * as l10n from '@vscode/l10n';
import { systemProc, type ProcReader } from '../sampler/proc-reader.js';
import { Signal } from '../sampler/signal.js';
import { askLldb } from './lldb-process.js';
import { askNode, placeOf, type NodeIdentity } from './node-identity.js';
import { claimFromAdapter, claimToAdapter, WAYS, type PidClaim, type Way } from './pid-claim.js';
import { isCredible } from './process-identity.js';
import { remoteHost } from './remote-host.js';
import { fieldsOf, isNodeSession, type Session } from './session.js';
import { Stops } from './stops.js';

/** A process that is being debugged, or was until a moment ago. */
export interface Debuggee {
  /** Undefined for a remote one: its number means nothing here. */
  readonly pid: number | undefined;
  /** Empty for a process that the user picked. */
  readonly sessionId: string;
  readonly name: string;
  /** The debug type, such as `pwa-node`; empty for a process that the user picked. */
  readonly adapter: string;
  /** How the process became known. */
  readonly via: Way;
  readonly ended: boolean;
  /** The host it runs on when that is not this one: its sockets cannot be read from here. */
  readonly remote?: string;
}

/** A session whose process is not known (yet): the user can pick it. */
export interface Unresolved {
  readonly sessionId: string;
  readonly name: string;
  readonly adapter: string;
}

/** A text that a session wrote to the debug console. */
export interface SessionOutput {
  readonly sessionId: string;
  readonly output: string;
}

/** What is injected; recorded in tests. */
export interface TrackerDeps {
  readonly proc: ProcReader;
  readonly hostName: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly ask: (session: Session) => Promise<NodeIdentity | undefined>;
}

const SYSTEM: TrackerDeps = { proc: systemProc, hostName: hostname(), now: Date.now, ask: askNode };

/** How often a Node.js program that does not answer is asked. */
const ATTEMPTS = 3;

interface Tracked {
  readonly session: Session;
  readonly started: number;
  claim: PidClaim | undefined;
  remote: string | undefined;
  ended: boolean;
  asking: boolean;
  attempts: number;
}

/** Learns from the DAP messages of all sessions which processes are being debugged. Works without vscode. */
export class DebuggeeTracker {
  readonly #changes = new Signal<undefined>();
  readonly onDidChange = this.#changes.listen;
  readonly #outputs = new Signal<SessionOutput>();
  /** What programs and adapters write to the debug console. */
  readonly onOutput = this.#outputs.listen;
  readonly #sessions = new Map<string, Tracked>();
  readonly #picked = new Map<number, string>();
  /** Which sessions are stopped. */
  readonly stops = new Stops();

  constructor(private readonly deps: TrackerDeps = SYSTEM) {}

  /** The processes, each once: worker threads are sessions of the same process. Oldest session first. */
  list(): Debuggee[] {
    const seen = new Map<number | string, Debuggee>();
    for (const { session, claim, remote, ended } of this.#sessions.values()) {
      if (claim === undefined) continue;
      const key = remote === undefined ? (claim.pid ?? session.id) : remoteKey(remote, claim, session);
      const known = seen.get(key);
      if (known !== undefined && (ended || !known.ended)) continue;
      seen.set(key, {
        pid: remote === undefined ? claim.pid : undefined,
        sessionId: session.id,
        name: session.name,
        adapter: session.type,
        via: claim.via,
        ended,
        ...(remote === undefined ? {} : { remote }),
      });
    }
    for (const [pid, name] of this.#picked) {
      if (seen.get(pid)?.ended !== false)
        seen.set(pid, { pid, sessionId: '', name, adapter: '', via: 'picked', ended: false });
    }
    return [...seen.values()];
  }

  /** Running sessions without a known process, and without a child session that has one. */
  unresolved(): Unresolved[] {
    const tracked = [...this.#sessions.values()].filter(({ ended }) => !ended);
    const parents = new Set(tracked.map(({ session }) => session.parentId));
    return tracked
      .filter(({ claim, session }) => claim === undefined && !parents.has(session.id))
      .map(({ session }) => ({ sessionId: session.id, name: session.name, adapter: session.type }));
  }

  /** The running sessions of a process: one per worker thread besides the main one. */
  sessionsOf(pid: number): Session[] {
    return [...this.#sessions.values()]
      .filter(({ claim, remote, ended }) => !ended && remote === undefined && claim?.pid === pid)
      .map(({ session }) => session);
  }

  /** The running sessions of the program on another host that the session `id` belongs to: one per thread. */
  remoteSessionsOf(id: string): Session[] {
    const asked = this.#sessions.get(id);
    if (asked?.claim === undefined || asked.remote === undefined) return [];
    const wanted = remoteKey(asked.remote, asked.claim, asked.session);
    return [...this.#sessions.values()]
      .filter(({ claim, remote, ended, session }) => {
        return !ended && claim && remote !== undefined && remoteKey(remote, claim, session) === wanted;
      })
      .map(({ session }) => session);
  }

  /** Adds a process that the user chose. */
  pick(pid: number, name: string): void {
    this.#picked.set(pid, name);
    this.#changes.fire(undefined);
  }

  /** Drops a process that the user chose. */
  unpick(pid: number): void {
    if (this.#picked.delete(pid)) this.#changes.fire(undefined);
  }

  /** A session begins; to be called before its first message (a `process` event can precede `initialized`). */
  sessionStarted(session: Session): void {
    if (session.parentId === undefined) this.#forgetEnded();
    const fresh = { claim: undefined, remote: undefined, ended: false, asking: false, attempts: 0 };
    this.#sessions.set(session.id, { session, started: this.deps.now(), ...fresh });
    this.#changes.fire(undefined);
  }

  /** The process stays in the list, marked as ended, until the next session begins. */
  sessionEnded(id: string): void {
    const tracked = this.#sessions.get(id);
    if (tracked === undefined || tracked.ended) return;
    tracked.ended = true;
    this.stops.forget(id);
    this.#changes.fire(undefined);
  }

  /** A DAP message from the adapter. */
  fromAdapter(id: string, message: unknown): void {
    const tracked = this.#sessions.get(id);
    if (tracked === undefined) return;
    this.stops.fromAdapter(id, message);
    this.#consider(tracked, claimFromAdapter(tracked.session, message));
    const { type, event, command, success, body } = fieldsOf(message);
    if (type === 'response' && command === 'restart' && success === true) void this.#restarted(tracked);
    const { output } = fieldsOf(body);
    if (event === 'output' && typeof output === 'string') this.#outputs.fire({ sessionId: id, output });
    const alive = type === 'event' && (event === 'thread' || event === 'stopped' || event === 'continued');
    if (alive && isNodeSession(tracked.session)) void this.#ask(tracked);
  }

  /** A DAP message to the adapter. */
  toAdapter(id: string, message: unknown): void {
    const tracked = this.#sessions.get(id);
    if (tracked !== undefined) this.#consider(tracked, claimToAdapter(tracked.session, message));
  }

  #consider(tracked: Tracked, claim: PidClaim | undefined): void {
    if (claim === undefined || isWeaker(claim, tracked.claim)) return;
    const remote = claim.remote ? l10n.t('another host') : undefined;
    const host = this.#configuredHost(tracked.session) ?? remote;
    if (host === undefined && !isCredible(claim, tracked.session.type, tracked.started, this.deps.proc))
      return;
    this.#settle(tracked, claim, host);
  }

  /** lldb-dap before 22 tells nothing of the process that takes the old one's place (recorded). */
  async #restarted(tracked: Tracked): Promise<void> {
    const { session } = tracked;
    if (session.type !== 'lldb-dap') return;
    const pid = await askLldb(session);
    if (pid === undefined || hasEnded(tracked) || tracked.remote !== undefined) return;
    this.#consider(tracked, { via: 'process event', pid, remote: false, attached: false });
  }

  /** Only a session that sent a `thread` event answers; the program may need more than one try. */
  async #ask(tracked: Tracked): Promise<void> {
    if (tracked.asking || tracked.ended || tracked.attempts >= ATTEMPTS || tracked.claim?.via === 'evaluate')
      return;
    tracked.asking = true;
    let told: NodeIdentity | undefined;
    while (told === undefined && tracked.attempts < ATTEMPTS && !hasEnded(tracked)) {
      tracked.attempts += 1;
      told = await this.deps.ask(tracked.session).catch(() => undefined);
    }
    tracked.asking = false;
    if (told === undefined) return;
    const place = await placeOf(told, this.deps.proc, this.deps.hostName);
    const remote = 'remote' in place ? place.remote : undefined;
    const pid = 'pid' in place ? place.pid : told.pid;
    this.#settle(tracked, { via: 'evaluate', pid, remote: remote !== undefined, attached: false }, remote);
  }

  #settle(tracked: Tracked, claim: PidClaim, remote: string | undefined): void {
    tracked.claim = claim;
    tracked.remote = remote;
    this.#changes.fire(undefined);
  }

  /** Child sessions carry no address of their own. */
  #configuredHost(session: Session): string | undefined {
    const own = remoteHost(session.type, session.configuration);
    const parent = session.parentId === undefined ? undefined : this.#sessions.get(session.parentId)?.session;
    return own ?? (parent === undefined ? undefined : this.#configuredHost(parent));
  }

  #forgetEnded(): void {
    const running = [...this.#sessions.values()].some(
      ({ ended, session }) => !ended && session.parentId === undefined,
    );
    for (const [id, { ended }] of this.#sessions) if (ended && !running) this.#sessions.delete(id);
  }
}

/** Equal for the threads of one program: its own process id, which means something on its host only. */
function remoteKey(host: string, { pid }: PidClaim, { id, parentId }: Session): string {
  return `${host} ${pid ?? parentId ?? id}`;
}

function hasEnded(tracked: Tracked): boolean {
  return tracked.ended;
}

/** Later claims of the same way replace earlier ones: a restarted program has a new process. */
function isWeaker(claim: PidClaim, known: PidClaim | undefined): boolean {
  return known !== undefined && WAYS.indexOf(claim.via) > WAYS.indexOf(known.via);
}
