import type { StatePoint } from '../../shared/panel-protocol.js';
import { html } from './dom.js';
import { CHARTED } from './states.js';

/** The chart's numbers as a table that only screen readers see: each state now, and at its highest. */
export class NumbersTable {
  readonly #body: HTMLTableSectionElement;

  constructor(host: HTMLElement) {
    const head = html('tr');
    head.append(...['State', 'Now', 'Highest'].map((text) => html('th', { scope: 'col' }, text)));
    const header = html('thead');
    header.append(head);
    this.#body = html('tbody');
    host.append(html('caption', {}, 'Sockets per TCP state'), header, this.#body);
  }

  draw(points: readonly StatePoint[]): void {
    this.#body.replaceChildren(
      ...CHARTED.map(({ state }) => {
        const counts = points.map((point) => point.counts[state]).filter((count) => count !== undefined);
        const row = html('tr');
        const now = points.at(-1)?.counts[state];
        row.append(
          html('th', { scope: 'row' }, state),
          html('td', {}, numberText(now)),
          html('td', {}, highest(counts)),
        );
        return row;
      }),
    );
  }
}

function highest(counts: readonly number[]): string {
  return counts.length === 0 ? 'not counted' : String(counts.reduce((a, b) => Math.max(a, b)));
}

function numberText(count: number | undefined): string {
  return count === undefined ? 'not counted' : String(count);
}
