import * as vscode from 'vscode';
import { canClose, closeSocket, type CloseOutcome } from '../debug/close-socket.js';
import { endpointText } from '../shared/wording.js';
import { command } from './command.js';
import { COMMAND } from './ids.js';
import type { LiveView } from './live-view.js';
import { fdOf } from './socket-words.js';

const CLOSE = 'Close This Socket';

const REFUSALS: Readonly<Record<Exclude<CloseOutcome, 'destroyed'>, string>> = {
  gone: 'The socket is closed already.',
  changed: 'Nothing was closed: the descriptor belongs to another connection by now.',
  'no answer': 'Nothing was closed: the program did not answer the debugger.',
};

/** "Close This Socket…": `destroy()` inside a debugged Node.js program, after everything was compared again. */
export function registerClose(live: LiveView): vscode.Disposable {
  const sessionsOf = (pid: number) => live.deps.tracker.sessionsOf(pid);
  return command(COMMAND.close, async (row) => {
    const subject = live.tree.node(row ?? '')?.subject;
    if (subject?.kind !== 'socket') return;
    const { socket } = subject;
    if (!canClose(socket, sessionsOf))
      throw new Error('Only sockets of Node.js programs that are being debugged can be closed from here.');
    const fd = fdOf(socket, undefined);
    const message = `Close the connection with ${endpointText(socket.peer)}${fd === undefined ? '' : ` (fd ${fd})`}?`;
    const detail =
      'The program’s socket is destroyed; its “close” listeners run. This does not fix the leak: the next connection leaks again.';
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, CLOSE)) !== CLOSE) return;
    const outcome = await closeSocket(socket, sessionsOf);
    live.host.refresh();
    if (outcome !== 'destroyed') throw new Error(REFUSALS[outcome]);
  });
}
