import uPlot from 'uplot';
import type { StatePoint } from '../../shared/panel-protocol.js';
import type { TcpState } from '../../shared/tcp-state.js';
import { CHARTED, type StateStyle } from './states.js';
import { isHighContrast, themeColor } from './theme.js';

const HEIGHT = 140;
const FONT = '11px system-ui, sans-serif';

/** The counts per state over time, as lines on a canvas; drawn once per message. */
export class StateChart {
  readonly #hidden = new Set<TcpState>();
  #points: readonly StatePoint[] = [];
  #plot: uPlot;

  constructor(private readonly host: HTMLElement) {
    this.#plot = this.#make();
    new ResizeObserver(() => {
      this.#plot.setSize({ width: this.host.clientWidth, height: HEIGHT });
    }).observe(host);
  }

  draw(points: readonly StatePoint[]): void {
    this.#points = points;
    this.#plot.setData(columns(points));
  }

  toggle(state: TcpState, shown: boolean): void {
    if (shown) this.#hidden.delete(state);
    else this.#hidden.add(state);
    const index = CHARTED.findIndex((each) => each.state === state);
    this.#plot.setSeries(index + 1, { show: shown });
  }

  /** The canvas knows no variables: with another theme it is made anew. */
  restyle(): void {
    this.#plot.destroy();
    this.#plot = this.#make();
  }

  #make(): uPlot {
    const options: uPlot.Options = {
      width: Math.max(1, this.host.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] } },
      axes: [
        axis({ space: 76, size: 28, values: clock }),
        axis({ size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4] }),
      ],
      series: [{}, ...CHARTED.map((style) => this.#line(style))],
    };
    return new uPlot(options, columns(this.#points), this.host);
  }

  #line({ state, color, dash, width }: StateStyle): uPlot.Series {
    return {
      label: state,
      show: !this.#hidden.has(state),
      stroke: isHighContrast() ? themeColor('--vscode-foreground') : themeColor(color),
      width,
      dash: [...dash],
      points: { show: false },
      spanGaps: false,
    };
  }
}

function axis(more: uPlot.Axis): uPlot.Axis {
  const text = themeColor('--vscode-foreground');
  const grid = themeColor('--vscode-widget-border', '--vscode-contrastBorder');
  return { stroke: text, font: FONT, grid: { stroke: grid, width: 1 }, ticks: { show: false }, ...more };
}

/** Times of day to the second, in the user's language. */
function clock(_: uPlot, seconds: readonly number[]): string[] {
  return seconds.map((at) => new Date(at * 1_000).toLocaleTimeString([], { hour12: false }));
}

/** uPlot wants seconds, and one array per line; `null` is a gap. */
function columns(points: readonly StatePoint[]): uPlot.AlignedData {
  const times = points.map(({ at }) => at / 1_000);
  return [times, ...CHARTED.map(({ state }) => points.map(({ counts }) => counts[state] ?? null))];
}
