import type { Explainer, Explanation } from '../debug/explainer.js';
import type { TcpSocket } from '../shared/sample.js';
import type { LiveState } from './live-state.js';

/**
 * Asks the debugged programs why their sockets are stuck, whenever there are rows; the explainer itself asks only when
 * something is not known yet, and never twice at a time.
 */
export class CausesWatch {
  constructor(
    private readonly explainer: Explainer,
    private readonly state: LiveState,
    private readonly onNews: () => void,
  ) {}

  /** After a sample: causes of the rows that are shown. */
  async look(): Promise<void> {
    const sockets = this.#stuck();
    if (sockets.length === 0) return;
    this.#take(await this.explainer.explain(sockets));
  }

  #stuck(): readonly TcpSocket[] {
    const living = this.state
      .picture()
      .processes.filter(({ process, ended }) => !ended && process.host === undefined);
    return living
      .flatMap(({ stuck }) => stuck.map(({ socket }) => socket))
      .filter(({ state }) => state === 'CLOSE_WAIT');
  }

  #take({ sites, details, suspects }: Explanation): void {
    const { state } = this;
    const news = [state.setSites(sites), state.setDetails(details), state.setSuspects(suspects)];
    if (news.includes(true)) this.onNews();
  }
}
