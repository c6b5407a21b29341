import type { TcpSocket } from '../shared/sample.js';
import { evaluateText } from './node-snapshot.js';
import { isNodeSession, type Session } from './session.js';
import { destroyExpression } from './snapshot-expression.js';

const TIMEOUT_MS = 3_000;

/**
 * What came of the wish to close one socket. `changed`: descriptor or ports belong to another socket by now; `refused`:
 * the kernel did not take the call.
 */
export type CloseOutcome = 'destroyed' | 'shut down' | 'gone' | 'changed' | 'refused' | 'no answer';

/**
 * Calls `destroy()` on one socket of a debugged Node.js program, after descriptor and both ports were compared again
 * inside the program. The leak's cause stays. Works at a breakpoint too; callbacks then run when it goes on.
 */
export async function closeSocket(
  socket: TcpSocket,
  sessionsOf: (pid: number) => readonly Session[],
): Promise<CloseOutcome> {
  let outcome: CloseOutcome = 'no answer';
  for (const { pid, fd } of socket.holders) {
    for (const session of sessionsOf(pid).filter(isNodeSession)) {
      const expression = destroyExpression(fd, [socket.local.port, socket.peer.port]);
      const answer = await evaluateText(session, expression, TIMEOUT_MS).catch(() => undefined);
      if (answer === 'destroyed') return answer;
      if (answer === 'changed' || answer === 'gone') outcome = answer;
    }
  }
  return outcome;
}
