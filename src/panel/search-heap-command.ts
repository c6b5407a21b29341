import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openCdp } from '../debug/cdp.js';
import { searchHeap } from '../debug/heap-search.js';
import { isNodeSession, type Session } from '../debug/session.js';
import { command } from './command.js';
import { COMMAND, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';

/** "Find in Heap": sockets that Node.js does not list are looked for in its heap, and explained like any other. */
export function registerSearchHeap(live: LiveView): vscode.Disposable {
  return command(COMMAND.searchHeap, async (row) => {
    const subject = live.tree.node(row ?? '')?.subject;
    if (subject?.kind !== 'socket' && subject?.kind !== 'site') return;
    const { pid } = subject.process.process;
    const sessions = pid === undefined ? [] : live.deps.tracker.sessionsOf(pid).filter(isNodeSession);
    if (sessions.length === 0)
      throw new Error(l10n.t('Only programs of Node.js that are being debugged can be searched.'));
    await vscode.window.withProgress({ location: { viewId: VIEW.sockets } }, async () => {
      for (const session of sessions) await search(session);
    });
    live.explainer.heapSearched();
    live.host.refresh();
  });
}

async function search({ id }: Session): Promise<void> {
  const answer: unknown = await vscode.commands.executeCommand('extension.js-debug.requestCDPProxy', id);
  const { host, port, path } = (answer ?? {}) as { host?: string; port?: number; path?: string };
  if (host === undefined || port === undefined)
    throw new Error(l10n.t('The debugger gives no access to the program’s heap.'));
  const cdp = await openCdp(`ws://${host}:${port}${path ?? ''}`);
  try {
    await searchHeap(cdp);
  } finally {
    cdp.close();
  }
}
