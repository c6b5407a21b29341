/** So many unexpected ends of the server within this time are one too many. */
const MAX_RESTARTS = 4;
const WINDOW_MS = 3 * 60 * 1000;

/** Decides whether a server that stopped unexpectedly is started again. */
export class CrashLimit {
  #crashes: number[] = [];

  /** @param now epoch milliseconds; @returns true when it should be restarted */
  crashed(now: number): boolean {
    this.#crashes = [...this.#crashes.filter((at) => now - at < WINDOW_MS), now];
    return this.#crashes.length <= MAX_RESTARTS;
  }

  /** To be called when the user restarts it by hand. */
  reset(): void {
    this.#crashes = [];
  }
}
