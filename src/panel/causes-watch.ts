import type { Explainer, Explanation } from '../debug/explainer.js';
import type { LiveState } from './live-state.js';
import type { ProcessPicture } from './socket-model.js';

/** Two looks some time apart show that nothing moves, in milliseconds. */
const LOOKS = 2;
const APART_MS = 3_000;

/**
 * Asks the debugged programs why their sockets are stuck, whenever there are rows; the explainer itself asks only when
 * something is not known yet, and never twice at a time.
 */
export class CausesWatch {
  #surveys = 0;
  #surveyedAt = -Infinity;
  #hasSuspects = false;

  constructor(
    private readonly explainer: Pick<Explainer, 'explain'>,
    private readonly state: LiveState,
    private readonly onNews: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** The next samples also look for sockets that nobody reads in programs without a stuck one. */
  survey(): void {
    this.#surveys = LOOKS;
  }

  /** After a sample: causes of the rows that are shown. */
  async look(): Promise<void> {
    const living = this.#living();
    const sockets = living
      .flatMap(({ stuck }) => stuck.map(({ socket }) => socket))
      .filter(({ state }) => state === 'CLOSE_WAIT');
    const surveyed = this.#isSurveyDue() ? living.flatMap(({ process: { pid } }) => pid ?? []) : [];
    if (sockets.length + surveyed.length === 0) return;
    this.#take(await this.explainer.explain(sockets, surveyed));
  }

  #living(): readonly ProcessPicture[] {
    return this.state
      .picture()
      .processes.filter(({ process, ended }) => !ended && process.host === undefined);
  }

  /** What was found is looked at again, lest it stay when it is gone. */
  #isSurveyDue(): boolean {
    if (this.#surveys === 0 && !this.#hasSuspects) return false;
    if (this.now() - this.#surveyedAt < APART_MS) return false;
    this.#surveys = Math.max(0, this.#surveys - 1);
    this.#surveyedAt = this.now();
    return true;
  }

  #take({ sites, details, suspects }: Explanation): void {
    const { state } = this;
    this.#hasSuspects = suspects.length > 0;
    const news = [state.setSites(sites), state.setDetails(details), state.setSuspects(suspects)];
    if (news.includes(true)) this.onNews();
  }
}
