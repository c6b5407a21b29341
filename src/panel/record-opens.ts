import * as vscode from 'vscode';
import { OpenRecorder } from '../debug/open-recorder.js';
import { isNodeSession, type Session } from '../debug/session.js';
import { SETTING, SETTINGS_SECTION } from './ids.js';
import type { LiveView } from './live-view.js';

/** Has debugged Node.js programs note where they open sockets, while the setting says so. */
export function registerRecordOpens(live: LiveView): vscode.Disposable {
  const recorder = new OpenRecorder();
  const bring = (): void => {
    const wanted = vscode.workspace.getConfiguration(SETTINGS_SECTION).get(SETTING.recordOpens, false);
    void recorder.bring(nodeSessions(live), wanted);
  };
  bring();
  return vscode.Disposable.from(
    live.deps.tracker.onDidChange(bring),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${SETTINGS_SECTION}.${SETTING.recordOpens}`)) bring();
    }),
    { dispose: () => void recorder.bring(nodeSessions(live), false) },
  );
}

function nodeSessions({ deps: { tracker } }: LiveView): Session[] {
  const living = tracker.list().filter(({ ended }) => !ended);
  const sessions = living.flatMap(({ pid, sessionId }) =>
    pid === undefined ? tracker.remoteSessionsOf(sessionId) : tracker.sessionsOf(pid),
  );
  return sessions.filter(isNodeSession);
}
