import type { Debuggee } from '../debug/debuggees.js';
import { RemoteSockets } from '../debug/remote-sockets.js';
import type { Session } from '../debug/session.js';
import { systemTimer, type Timer } from '../sampler/sampler-host.js';
import type { Disposable } from '../sampler/signal.js';
import type { LiveState } from './live-state.js';
import { remoteKey } from './observed.js';
import { tellsItself } from './remote-model.js';

/** Shortest pause between two questions to programs on other hosts, milliseconds: each costs them an evaluation. */
const INTERVAL_MS = 2_000;
/** The pause is at least this many times what the last questions cost. */
const COST_FACTOR = 20;
const LONGEST_MS = 60_000;

/** Asks the Node.js programs on other hosts for their sockets while somebody looks, one question at a time. */
export class RemoteWatch implements Disposable {
  readonly #sockets = new RemoteSockets();
  #debuggees: readonly Debuggee[] = [];
  #running = false;
  #asking = false;
  #pause: Disposable | undefined;

  /** @param onNews after an answer went into the state. */
  constructor(
    private readonly sessionsOf: (sessionId: string) => readonly Session[],
    private readonly state: Pick<LiveState, 'observeRemote'>,
    private readonly onNews: () => void,
    private readonly timer: Timer = systemTimer,
    private readonly now: () => number = Date.now,
  ) {}

  watch(debuggees: readonly Debuggee[]): void {
    this.#debuggees = debuggees.filter((each) => !each.ended && tellsItself(each));
    this.#sockets.keep(new Set(this.#debuggees.map(remoteKey)));
    this.#ask();
  }

  run(running: boolean): void {
    if (this.#running === running) return;
    this.#running = running;
    this.#ask();
  }

  dispose(): void {
    this.run(false);
    this.#pause?.dispose();
  }

  #ask(): void {
    if (!this.#running || this.#asking || this.#debuggees.length === 0) return;
    this.#pause?.dispose();
    this.#asking = true;
    const start = this.timer.now();
    void this.#askAll().finally(() => {
      this.#asking = false;
      const wait = Math.max(INTERVAL_MS, COST_FACTOR * (this.timer.now() - start));
      this.#pause = this.timer.after(Math.min(wait, LONGEST_MS), () => {
        this.#ask();
      });
    });
  }

  /** A program that does not answer keeps its last rows. */
  async #askAll(): Promise<void> {
    for (const debuggee of this.#debuggees) {
      const key = remoteKey(debuggee);
      const at = this.now();
      const told = await this.#sockets
        .look(key, this.sessionsOf(debuggee.sessionId), at)
        .catch(() => undefined);
      if (told === undefined) continue;
      this.state.observeRemote(key, told, at);
      this.onNews();
    }
  }
}
