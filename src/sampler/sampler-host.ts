import type { Sample } from '../shared/sample.js';
import type { Sampler, StateCounts } from './sampler.js';
import { Signal, type Disposable } from './signal.js';

/** Shortest pause between two samples, milliseconds. */
const INTERVAL_MS = 1_000;
/** The pause is at least this many times what the last sample cost: at most 5 % of one core. */
const COST_FACTOR = 20;
/** Longest pause, also after failures. */
const LONGEST_MS = 60_000;

/** Time as the host needs it; simulated in tests. */
export interface Timer {
  /** Calls back once after `ms`. */
  after(ms: number, run: () => void): Disposable;
  /** A steady clock in milliseconds. */
  now(): number;
}

export const systemTimer: Timer = {
  after(ms, run) {
    const handle = setTimeout(run, ms);
    const dispose = (): void => {
      clearTimeout(handle);
    };
    return { dispose };
  },
  now: () => performance.now(),
};

/** One look at the processes: the sample, with counts by state when they are wanted. */
export interface Look {
  readonly sample: Sample;
  readonly states?: StateCounts;
}

/**
 * Samples again and again while somebody looks. Samples never overlap; the next one comes after
 * max(1 s, 20 × the cost of the last), and after failures ever later.
 */
export class SamplerHost implements Disposable {
  readonly #looks = new Signal<Look>();
  readonly #failures = new Signal<string>();
  readonly onLook = this.#looks.listen;
  /** A sentence for the user: this sample failed; the host tries again by itself. */
  readonly onFailure = this.#failures.listen;

  #pids: readonly number[] = [];
  #running = false;
  #wantStates = false;
  #pause: Disposable | undefined;
  #sampling = false;
  /** Asked for during a sample: the next one follows at once. */
  #hurry = false;
  #failedInARow = 0;

  constructor(
    private readonly sampler: Sampler,
    private readonly timer: Timer = systemTimer,
  ) {}

  get running(): boolean {
    return this.#running;
  }

  /** Sets the processes to look at (their descendants are found anew each time). A change is looked at without delay. */
  watch(pids: readonly number[]): void {
    const changed = pids.length !== this.#pids.length || pids.some((pid, at) => pid !== this.#pids[at]);
    this.#pids = [...pids];
    if (changed) this.refresh();
  }

  /** Whether each look also counts the sockets by state (dearer: only while a chart is visible). */
  countStates(wanted: boolean): void {
    this.#wantStates = wanted;
    if (wanted) this.refresh();
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.refresh();
  }

  stop(): void {
    this.#running = false;
    this.#pause?.dispose();
    this.#pause = undefined;
  }

  /** Looks now instead of after the pause; nothing when stopped or without processes. */
  refresh(): void {
    if (!this.#running) return;
    if (this.#sampling) {
      this.#hurry = true;
      return;
    }
    this.#pause?.dispose();
    this.#pause = undefined;
    if (this.#pids.length > 0) void this.#lookOnce();
  }

  dispose(): void {
    this.stop();
    this.sampler.dispose();
  }

  async #lookOnce(): Promise<void> {
    this.#sampling = true;
    this.#hurry = false;
    const start = this.timer.now();
    try {
      const look = await this.#look();
      this.#failedInARow = 0;
      if (this.#running) this.#looks.fire(look);
    } catch (error) {
      this.#failedInARow += 1;
      if (this.#running) this.#failures.fire(error instanceof Error ? error.message : String(error));
    } finally {
      this.#sampling = false;
      this.#next(this.timer.now() - start);
    }
  }

  async #look(): Promise<Look> {
    const sample = await this.sampler.sample(this.#pids);
    if (!this.#wantStates) return { sample };
    const states = await this.sampler.countStates(this.#pids);
    return { sample, states };
  }

  #next(cost: number): void {
    if (!this.#running || this.#pids.length === 0) return;
    if (this.#hurry) {
      this.refresh();
      return;
    }
    const wait = Math.max(INTERVAL_MS, COST_FACTOR * cost) * 2 ** Math.min(this.#failedInARow, 6);
    this.#pause = this.timer.after(Math.min(wait, LONGEST_MS), () => {
      this.refresh();
    });
  }
}
