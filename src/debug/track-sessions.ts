import type { DebugSession, Disposable } from 'vscode';
import type * as vscode from 'vscode';
import type { DebuggeeTracker } from './debuggees.js';
import type { Session } from './session.js';

/**
 * Feeds the tracker with the DAP messages of every debug session.
 * @param debug `vscode.debug`
 */
export function trackSessions(debug: typeof vscode.debug, tracker: DebuggeeTracker): Disposable {
  return debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker(session) {
      const { id } = session;
      tracker.sessionStarted(sessionOf(session));
      return {
        onWillReceiveMessage: (message: unknown) => {
          tracker.toAdapter(id, message);
        },
        onDidSendMessage: (message: unknown) => {
          tracker.fromAdapter(id, message);
        },
        onWillStopSession: () => {
          tracker.sessionEnded(id);
        },
        onExit: () => {
          tracker.sessionEnded(id);
        },
      };
    },
  });
}

/** A `vscode.DebugSession` in the tracker's terms. */
export function sessionOf(session: DebugSession): Session {
  return {
    id: session.id,
    type: session.type,
    name: session.name,
    parentId: session.parentSession?.id,
    configuration: session.configuration,
    request: (command, args) => Promise.resolve(session.customRequest(command, args)),
  };
}
