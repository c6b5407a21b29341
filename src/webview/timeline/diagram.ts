import * as l10n from '@vscode/l10n';
import type { StatePoint } from '../../shared/panel-protocol.js';
import type { TcpState } from '../../shared/tcp-state.js';
import { svg } from './dom.js';
import { countedText } from './states.js';

const WIDTH = 300;
const HEIGHT = 338;
const BOX = { width: 112, height: 30 };
const LEFT = 64;
const RIGHT = WIDTH - LEFT;

interface Place {
  readonly state: TcpState | 'CLOSED';
  readonly x: number;
  readonly y: number;
}

/** Both sides of a normal close (RFC 9293 §3.6, figure 12), time running down; ESTABLISHED and CLOSED on either side. */
const PLACES: readonly Place[] = [
  { state: 'ESTABLISHED', x: LEFT, y: 52 },
  { state: 'FIN_WAIT1', x: LEFT, y: 102 },
  { state: 'FIN_WAIT2', x: LEFT, y: 186 },
  { state: 'TIME_WAIT', x: LEFT, y: 270 },
  { state: 'ESTABLISHED', x: RIGHT, y: 52 },
  { state: 'CLOSE_WAIT', x: RIGHT, y: 144 },
  { state: 'LAST_ACK', x: RIGHT, y: 228 },
  { state: 'CLOSED', x: RIGHT, y: 312 },
];

/** Segments on the wire: from one side's box to the other's. */
const SEGMENTS = [
  { text: 'FIN', from: [LEFT, 102], to: [RIGHT, 144] },
  { text: 'ACK', from: [RIGHT, 144], to: [LEFT, 186] },
  { text: 'FIN', from: [RIGHT, 228], to: [LEFT, 270] },
  { text: 'ACK', from: [LEFT, 270], to: [RIGHT, 312] },
] as const;

/** The closing of a TCP connection with the present count at each state. Arrow keys move between the states. */
export class ClosingDiagram {
  readonly #boxes: { readonly state: TcpState; readonly group: SVGElement; readonly count: SVGElement }[] =
    [];

  constructor(
    host: HTMLElement,
    private readonly onCloseWait: () => void,
  ) {
    const picture = svg('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'group',
      'aria-labelledby': 'closing-title closing-desc',
    });
    picture.append(
      svg('title', { id: 'closing-title' }, l10n.t('How a TCP connection closes')),
      svg('desc', { id: 'closing-desc' }, DESCRIPTION),
      arrowHead(),
      svg('text', { x: LEFT, y: 14, class: 'side' }, l10n.t('closes first')),
      svg('text', { x: LEFT, y: 27, class: 'note' }, l10n.t('active close')),
      svg('text', { x: RIGHT, y: 14, class: 'side' }, l10n.t('closes second')),
      svg('text', { x: RIGHT, y: 27, class: 'note' }, l10n.t('passive close')),
      ...lifeLines(),
      ...SEGMENTS.flatMap(segment),
      svg('text', { x: RIGHT, y: 190, class: 'call' }, l10n.t('close() is missing here')),
      ...PLACES.map((place) => this.#box(place)),
    );
    host.append(picture);
  }

  draw(counts: StatePoint['counts']): void {
    for (const { state, group, count } of this.#boxes) {
      const number = counts[state];
      count.textContent = number === undefined ? '–' : String(number);
      group.setAttribute('aria-label', label(state, number));
      group.classList.toggle('lit', (number ?? 0) > 0);
    }
  }

  #box({ state, x, y }: Place): SVGElement {
    const [left, top] = [x - BOX.width / 2, y - BOX.height / 2];
    const frame = svg('rect', { x: left, y: top, width: BOX.width, height: BOX.height, rx: 4 });
    if (state === 'CLOSED') {
      const name = svg('text', { x, y: y + 4, class: 'name' }, state);
      return svg('g', { class: 'state CLOSED', 'aria-hidden': 'true' }, frame, name);
    }
    const name = svg('text', { x: left + 8, y: y + 4, class: 'name' }, state);
    const count = svg('text', { x: left + BOX.width - 8, y: y + 4, class: 'count' });
    const first = this.#boxes.length === 0;
    const role = state === 'CLOSE_WAIT' ? 'button' : 'img';
    const group = svg('g', { class: `state ${state}`, role, tabindex: first ? 0 : -1 }, frame, name, count);
    this.#boxes.push({ state, group, count });
    this.#listen(group, state);
    return group;
  }

  #listen(group: SVGElement, state: TcpState): void {
    group.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step !== undefined) this.#move(group, step);
      else if (event.key === 'Enter' && state === 'CLOSE_WAIT') this.onCloseWait();
      else return;
      event.preventDefault();
    });
    if (state === 'CLOSE_WAIT') group.addEventListener('click', this.onCloseWait);
  }

  /** One state at a time is in the tab order. */
  #move(from: SVGElement, step: number): void {
    const at = this.#boxes.findIndex(({ group }) => group === from);
    const next = this.#boxes[(at + step + this.#boxes.length) % this.#boxes.length]?.group;
    from.setAttribute('tabindex', '-1');
    next?.setAttribute('tabindex', '0');
    next?.focus();
  }
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const DESCRIPTION = l10n.t(
  'The side that closes first sends a FIN and goes through FIN_WAIT1, FIN_WAIT2 and TIME_WAIT. The other side is in CLOSE_WAIT from the FIN until its program calls close; then it sends its own FIN and is in LAST_ACK until that is acknowledged.',
);

function label(state: TcpState, count: number | undefined): string {
  const sockets = countedText(count);
  return state === 'CLOSE_WAIT'
    ? l10n.t('{0}: {1}. Press Enter for the list.', state, sockets)
    : `${state}: ${sockets}`;
}

function lifeLines(): readonly SVGElement[] {
  return [
    svg('line', { x1: LEFT, y1: 52, x2: LEFT, y2: 270, class: 'life' }),
    svg('line', { x1: RIGHT, y1: 52, x2: RIGHT, y2: 312, class: 'life' }),
  ];
}

/** An arrow between the facing edges of two boxes, its text above its middle, clear of the slope. */
function segment({ text, from, to }: (typeof SEGMENTS)[number]): readonly SVGElement[] {
  const toRight = to[0] > from[0];
  const edge = BOX.width / 2 + 3;
  const [x1, x2] = toRight ? [from[0] + edge, to[0] - edge] : [from[0] - edge, to[0] + edge];
  const line = svg('line', { x1, y1: from[1], x2, y2: to[1], class: 'segment', 'marker-end': 'url(#head)' });
  const words = svg(
    'text',
    { x: (x1 + x2) / 2 + (toRight ? 7 : -7), y: (from[1] + to[1]) / 2 - 8, class: 'note' },
    text,
  );
  return [line, words];
}

function arrowHead(): SVGElement {
  const shape = svg('path', { d: 'M0 0 7 3.5 0 7z', class: 'head' });
  const box = {
    id: 'head',
    markerWidth: 7,
    markerHeight: 7,
    refX: 6,
    refY: 3.5,
    orient: 'auto',
    markerUnits: 'userSpaceOnUse',
  };
  return svg('defs', {}, svg('marker', box, shape));
}
