import * as l10n from '@vscode/l10n';
import type { TcpState } from '../../shared/tcp-state.js';
import { socketsText } from '../../shared/wording.js';

/** How a state is drawn in the chart: colour and dashes, since colour must not be the only sign. */
export interface StateStyle {
  readonly state: TcpState;
  readonly color: string;
  readonly dash: readonly number[];
  readonly width: number;
}

/** The states in the chart; LISTEN and the opening of connections say nothing about closing. */
export const CHARTED: readonly StateStyle[] = [
  { state: 'CLOSE_WAIT', color: '--vscode-list-warningForeground', dash: [], width: 2.5 },
  { state: 'ESTABLISHED', color: '--vscode-charts-green', dash: [8, 3], width: 1.5 },
  { state: 'LAST_ACK', color: '--vscode-charts-red', dash: [2, 2], width: 1.5 },
  { state: 'FIN_WAIT1', color: '--vscode-foreground', dash: [6, 2, 2, 2], width: 1.5 },
  { state: 'FIN_WAIT2', color: '--vscode-charts-blue', dash: [4, 4], width: 1.5 },
  { state: 'CLOSING', color: '--vscode-descriptionForeground', dash: [1, 3], width: 1.5 },
  { state: 'TIME_WAIT', color: '--vscode-charts-purple', dash: [10, 4, 2, 4], width: 1.5 },
];

/** `3 sockets`, `1 socket`, `not counted`. */
export function countedText(count: number | undefined): string {
  return count === undefined ? notCounted() : socketsText(count);
}

/** `3`, `not counted`. */
export function numberText(count: number | undefined): string {
  return count === undefined ? notCounted() : String(count);
}

function notCounted(): string {
  return l10n.t('not counted');
}
