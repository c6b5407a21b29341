/**
 * The view "TCP States over Time": a chart of the counts per state, and the closing of a TCP connection as a diagram
 * with the present counts. The extension keeps the history; here is only what it sent.
 */
import './timeline/language.js';
import type { PointsMessage, StatePoint, TimelineMessage } from '../shared/panel-protocol.js';
import 'uplot/dist/uPlot.min.css';
import './timeline/timeline.css';
import { Announcer } from './timeline/announcer.js';
import { StateChart } from './timeline/chart.js';
import { ClosingDiagram } from './timeline/diagram.js';
import { element } from './timeline/dom.js';
import { Legend } from './timeline/legend.js';
import { NumbersTable } from './timeline/numbers-table.js';
import { onThemeChange } from './timeline/theme.js';

declare function acquireVsCodeApi(): { postMessage(message: TimelineMessage): void };

const vscode = acquireVsCodeApi();
const points: StatePoint[] = [];
const chart = new StateChart(element('chart'));
const legend = new Legend(element('legend'), (state, shown) => {
  chart.toggle(state, shown);
});
const diagram = new ClosingDiagram(element('diagram'), () => {
  vscode.postMessage({ type: 'showSockets' });
});
const table = new NumbersTable(element('numbers'));
const announcer = new Announcer(element('news'));

function draw(): void {
  const counts = points.at(-1)?.counts ?? {};
  document.body.classList.toggle('empty', points.length === 0);
  chart.draw(points);
  legend.draw(counts);
  diagram.draw(counts);
  table.draw(points);
  announcer.tell(counts.CLOSE_WAIT);
}

window.addEventListener('message', ({ data }: MessageEvent<PointsMessage>) => {
  points.splice(data.from, points.length, ...data.points);
  draw();
});
onThemeChange(() => {
  chart.restyle();
});
draw();
vscode.postMessage({ type: 'ready' });
