import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { command } from './command.js';
import { COMMAND } from './ids.js';
import type { LiveView } from './live-view.js';
import { registerMarkdownPages } from './markdown-page.js';
import { ROW_ORDERS, type RowOrder } from './row-order.js';

const ORDER_LABELS: Readonly<Record<RowOrder, string>> = {
  oldest: l10n.t('Longest in CLOSE_WAIT first'),
  newest: l10n.t('Newest first'),
  peer: l10n.t('By peer address'),
  unread: l10n.t('Most unread bytes first'),
};

/** The commands of the view as a whole: sampling, filter, order. */
export function registerViewCommands(live: LiveView): vscode.Disposable[] {
  return [
    registerMarkdownPages(),
    command(COMMAND.refresh, () => {
      live.refresh();
    }),
    command(COMMAND.pause, () => {
      live.paused = true;
    }),
    command(COMMAND.resume, () => {
      live.paused = false;
    }),
    command(COMMAND.filter, () => askFilter(live)),
    command(COMMAND.clearFilter, () => {
      setFilter(live, '');
    }),
    command(COMMAND.sort, () => askOrder(live)),
  ];
}

/** The rows follow what is typed; Escape brings back the filter that was there. */
async function askFilter(live: LiveView): Promise<void> {
  const before = live.state.filter;
  const input = vscode.window.createInputBox();
  input.title = l10n.t('Filter Sockets');
  input.placeholder = l10n.t('Address, port, “fd 23”, “pid 4242”, source file or cause');
  input.value = before;
  const accepted = await new Promise<boolean>((resolve) => {
    input.onDidChangeValue((text) => {
      setFilter(live, text);
    });
    input.onDidAccept(() => {
      resolve(true);
    });
    input.onDidHide(() => {
      resolve(false);
    });
    input.show();
  });
  if (!accepted) setFilter(live, before);
  input.dispose();
}

function setFilter(live: LiveView, filter: string): void {
  live.state.filter = filter.trim();
  live.render();
}

async function askOrder(live: LiveView): Promise<void> {
  const items = ROW_ORDERS.map((order) => ({
    label: ORDER_LABELS[order],
    picked: order === live.state.order,
    order,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: l10n.t('Sort Sockets') });
  if (chosen === undefined) return;
  live.state.order = chosen.order;
  live.render();
}
