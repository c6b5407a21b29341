import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { closeNative } from '../debug/close-native.js';
import { closeSocket, type CloseOutcome } from '../debug/close-socket.js';
import { isNativeSession } from '../debug/native-sources.js';
import { isNodeSession } from '../debug/session.js';
import type { TcpSocket } from '../shared/sample.js';
import { endpointText } from '../shared/wording.js';
import { command } from './command.js';
import { COMMAND } from './ids.js';
import type { LiveView } from './live-view.js';
import { fdOf } from './socket-words.js';

/** One way to close a socket, and what it does to the program. */
interface Way {
  readonly detail: string;
  readonly close: () => Promise<CloseOutcome>;
}

/** "Close This Socket…": after everything was compared again, inside the debugged program. */
export function registerClose(live: LiveView): vscode.Disposable {
  return command(COMMAND.close, async (row) => {
    const subject = live.tree.node(row ?? '')?.subject;
    if (subject?.kind !== 'socket') return;
    const { socket } = subject;
    const way = wayToClose(live, socket);
    if (!(await confirmed(socket, way))) return;
    const outcome = await way.close();
    live.host.refresh();
    const refusal = refusalText(outcome);
    if (refusal !== undefined) throw new Error(refusal);
  });
}

/** Throws a sentence when there is none. */
function wayToClose(live: LiveView, socket: TcpSocket): Way {
  const { tracker, sampler } = live.deps;
  const sessionsOf = (pid: number) => tracker.sessionsOf(pid);
  const held = socket.holders.flatMap(({ pid }) => sessionsOf(pid).map((session) => ({ pid, session })));
  if (held.some(({ session }) => isNodeSession(session))) {
    return {
      detail: l10n.t('The program’s socket is destroyed; its “close” listeners run.'),
      close: () => closeSocket(socket, sessionsOf),
    };
  }
  const native = held.find(({ session }) => isNativeSession(session));
  if (native === undefined)
    throw new Error(
      l10n.t(
        'Only sockets of programs that are being debugged as Node.js, C or C++ can be closed from here.',
      ),
    );
  const threadId = tracker.stops.threadOf(native.session.id);
  if (threadId === undefined)
    throw new Error(
      l10n.t(
        'The program runs: a socket of a compiled program can be closed only while it is stopped. Pause it and try again.',
      ),
    );
  const look = () => sampler.sample([native.pid]);
  return {
    detail: l10n.t(
      'The stopped program calls shutdown() for it; the descriptor stays open and reads end of file.',
    ),
    close: () => closeNative(socket, { ...native, threadId, look }),
  };
}

async function confirmed(socket: TcpSocket, way: Way): Promise<boolean> {
  const fd = fdOf(socket, undefined);
  const peer = endpointText(socket.peer);
  const message =
    fd === undefined
      ? l10n.t('Close the connection with {0}?', peer)
      : l10n.t('Close the connection with {0} (fd {1})?', peer, fd);
  const warning = l10n.t('This does not fix the leak: the next connection leaks again.');
  const detail = `${way.detail} ${warning}`;
  const yes = l10n.t('Close This Socket');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
}

function refusalText(outcome: CloseOutcome): string | undefined {
  switch (outcome) {
    case 'destroyed':
    case 'shut down':
      return undefined;
    case 'gone':
      return l10n.t('The socket is closed already.');
    case 'changed':
      return l10n.t('Nothing was closed: the descriptor belongs to another connection by now.');
    case 'refused':
      return l10n.t('Nothing was closed: the system refused shutdown() for this descriptor.');
    case 'no answer':
      return l10n.t('Nothing was closed: the program did not answer the debugger.');
  }
}
