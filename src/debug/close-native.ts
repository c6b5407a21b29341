import type { Sample, TcpSocket } from '../shared/sample.js';
import type { CloseOutcome } from './close-socket.js';
import { within } from './node-identity.js';
import { fieldsOf, type Session } from './session.js';

const TIMEOUT_MS = 5_000;
/** `SHUT_RDWR` of shutdown(2), the same on Linux and macOS. */
const BOTH_WAYS = 2;

/** A stopped compiled program, and how to look at its sockets once more. */
export interface StoppedProgram {
  readonly session: Session;
  readonly pid: number;
  /** The thread that stopped. */
  readonly threadId: number;
  readonly look: () => Promise<Sample>;
}

/**
 * Calls shutdown(2) for one socket inside a compiled program that is stopped, after descriptor and both ports were
 * compared again. Not close(2): the program still has the descriptor's number and would later close another file with
 * it. The leak's cause stays.
 */
export async function closeNative(socket: TcpSocket, program: StoppedProgram): Promise<CloseOutcome> {
  const { session, pid, threadId, look } = program;
  const stack = { threadId, startFrame: 0, levels: 1 };
  const { stackFrames } = fieldsOf(
    await within(TIMEOUT_MS, session.request('stackTrace', stack)).catch(() => undefined),
  );
  const frameId: unknown = fieldsOf(Array.isArray(stackFrames) ? stackFrames[0] : undefined)['id'];
  if (typeof frameId !== 'number') return 'no answer';
  // The program stands still: what is seen now holds until it goes on.
  const sample = await look().catch(() => undefined);
  const now = sample?.closeWait.find(({ id }) => id === socket.id);
  if (sample === undefined) return 'no answer';
  if (now === undefined) return 'gone';
  const fd = descriptorIn(now, pid);
  if (fd === undefined || fd !== descriptorIn(socket, pid) || !samePorts(now, socket)) return 'changed';
  const order = { expression: shutdownExpression(session.type, fd), context: 'watch', frameId };
  const body = await within(TIMEOUT_MS, session.request('evaluate', order)).catch(() => undefined);
  const { result } = fieldsOf(body);
  if (typeof result !== 'string') return 'no answer';
  return /^(?:\(int\) )?(?:\$\d+ = )?0$/.test(result.trim()) ? 'shut down' : 'refused';
}

function descriptorIn({ holders }: TcpSocket, pid: number): number | undefined {
  return holders.find((holder) => holder.pid === pid)?.fd;
}

function samePorts(one: TcpSocket, other: TcpSocket): boolean {
  return one.local.port === other.local.port && one.peer.port === other.peer.port;
}

/** CodeLLDB takes an expression for its own language unless it is marked as native. */
function shutdownExpression(type: string, fd: number): string {
  const call = `(int)shutdown(${fd}, ${BOTH_WAYS})`;
  return type === 'lldb' ? `/nat ${call}` : call;
}
