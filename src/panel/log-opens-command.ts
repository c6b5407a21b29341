import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isNativeSession } from '../debug/native-sources.js';
import { MOST_HITS, OpenLogger } from '../debug/open-logger.js';
import type { Session } from '../debug/session.js';
import { command } from './command.js';
import { COMMAND, CONTEXT } from './ids.js';
import type { LiveView } from './live-view.js';
import { removeStaleLogPoints, setLogPoints } from './log-points.js';

/** "Log Opens": log points after the lines of a compiled program that accept or connect, and their end. */
export function registerLogOpens(live: LiveView): vscode.Disposable {
  const { tracker } = live.deps;
  const logger = new OpenLogger(setLogPoints, live.openLog);
  const show = (): void => {
    live.keys.set(
      CONTEXT.logging,
      nativeSessions(live).some(({ id }) => logger.isLogging(id)),
    );
  };
  return vscode.Disposable.from(
    removeStaleLogPoints(),
    command(COMMAND.logOpens, async (row) => {
      const session = sessionOfRow(live, row) ?? nativeSessions(live)[0];
      if (session === undefined) throw new Error(l10n.t('No C or C++ program is debugged here.'));
      const count = logger.start(session.id, await live.native.linesOf(session));
      show();
      await tellStarted(count);
    }),
    command(COMMAND.stopLoggingOpens, () => {
      for (const { id } of nativeSessions(live)) logger.stop(id);
      show();
    }),
    tracker.onOutput(({ sessionId, output }) => {
      if (!logger.isLogging(sessionId)) return;
      // Rows get it with the next sample: a burst of openings must not be one of samples.
      logger.output(sessionId, output);
      if (!logger.isLogging(sessionId)) show();
    }),
    tracker.onDidChange(() => {
      logger.keep(new Set(nativeSessions(live).map(({ id }) => id)));
      show();
    }),
  );
}

function nativeSessions({ deps: { tracker } }: LiveView): Session[] {
  const living = tracker.list().filter(({ ended }) => !ended);
  const sessions = living.flatMap(({ pid }) => (pid === undefined ? [] : tracker.sessionsOf(pid)));
  return sessions.filter(isNativeSession);
}

function sessionOfRow({ tree, deps: { tracker } }: LiveView, row: string | undefined): Session | undefined {
  const pid = tree.node(row ?? '')?.subject.process.process.pid;
  return pid === undefined ? undefined : tracker.sessionsOf(pid).find(isNativeSession);
}

async function tellStarted(count: number): Promise<void> {
  const stop = l10n.t('Stop Logging');
  const text = l10n.t(
    'Opened sockets are logged by {0} until {1} were logged or the session ends; each stops the program for about a millisecond.',
    count === 1 ? l10n.t('1 logpoint') : l10n.t('{0} logpoints', count),
    MOST_HITS,
  );
  if ((await vscode.window.showInformationMessage(text, stop)) === stop)
    await vscode.commands.executeCommand(COMMAND.stopLoggingOpens);
}
