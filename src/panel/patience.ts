import type { Unresolved } from '../debug/debuggees.js';

/** A program's process becomes known within a moment of its start; only then is it time to ask the user. */
export const PATIENCE_MS = 5_000;
/** Sessions of pages in browsers: they have no sockets of their own to show. */
const PAGES = /^(pwa-)?(chrome|msedge|editor-browser)$|^firefox$/;

/** Running sessions without a known process, told apart by how long they have been so. */
export interface Waiting {
  readonly starting: readonly Unresolved[];
  readonly unresolved: readonly Unresolved[];
}

/** Remembers since when sessions wait for their process to become known. */
export class Patience {
  #since = new Map<string, number>();

  /** @param now epoch milliseconds. */
  sort(sessions: readonly Unresolved[], now: number): Waiting {
    const programs = sessions.filter(({ adapter }) => !PAGES.test(adapter));
    this.#since = new Map(programs.map(({ sessionId }) => [sessionId, this.#since.get(sessionId) ?? now]));
    const isOverdue = ({ sessionId }: Unresolved): boolean =>
      now - (this.#since.get(sessionId) ?? now) >= PATIENCE_MS;
    return {
      starting: programs.filter((each) => !isOverdue(each)),
      unresolved: programs.filter(isOverdue),
    };
  }
}
