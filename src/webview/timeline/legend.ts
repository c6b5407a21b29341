import * as l10n from '@vscode/l10n';
import type { StatePoint } from '../../shared/panel-protocol.js';
import type { TcpState } from '../../shared/tcp-state.js';
import { html, svg } from './dom.js';
import { CHARTED, countedText, type StateStyle } from './states.js';

/** One button per line of the chart: its sign, its name, the present count; pressing it hides or shows the line. */
export class Legend {
  readonly #buttons = new Map<TcpState, HTMLButtonElement>();

  constructor(host: HTMLElement, onToggle: (state: TcpState, shown: boolean) => void) {
    for (const style of CHARTED) {
      const button = this.#button(style);
      button.addEventListener('click', () => {
        const shown = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(shown));
        onToggle(style.state, shown);
      });
      host.append(button);
    }
  }

  draw(counts: StatePoint['counts']): void {
    for (const [state, button] of this.#buttons) {
      const count = counts[state];
      button.setAttribute('aria-label', l10n.t('Line of {0}: {1}', state, countedText(count)));
      const number = button.querySelector('.count');
      if (number !== null) number.textContent = count === undefined ? '–' : String(count);
    }
  }

  #button({ state, dash }: StateStyle): HTMLButtonElement {
    const button = html('button', { type: 'button', 'aria-pressed': 'true', class: `key ${state}` });
    const line = svg('line', { x1: 0, y1: 4, x2: 22, y2: 4, 'stroke-dasharray': dash.join(' ') });
    const sign = svg('svg', { width: 22, height: 8, 'aria-hidden': 'true' }, line);
    button.append(sign, html('span', {}, state), html('span', { class: 'count' }));
    this.#buttons.set(state, button);
    return button;
  }
}
