import * as l10n from '@vscode/l10n';
import type { StatePoint } from '../../shared/panel-protocol.js';
import { html } from './dom.js';
import { CHARTED, numberText } from './states.js';

/** The chart's numbers as a table that only screen readers see: each state now, and at its highest. */
export class NumbersTable {
  readonly #body: HTMLTableSectionElement;

  constructor(host: HTMLElement) {
    const head = html('tr');
    head.append(
      ...[l10n.t('State'), l10n.t('Now'), l10n.t('Highest')].map((text) =>
        html('th', { scope: 'col' }, text),
      ),
    );
    const header = html('thead');
    header.append(head);
    this.#body = html('tbody');
    host.append(html('caption', {}, l10n.t('Sockets per TCP state')), header, this.#body);
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
          html('td', {}, numberText(highest(counts))),
        );
        return row;
      }),
    );
  }
}

function highest(counts: readonly number[]): number | undefined {
  return counts.length === 0 ? undefined : counts.reduce((a, b) => Math.max(a, b));
}
