import { within } from './node-identity.js';
import { fieldsOf, type Session } from './session.js';

const TIMEOUT_MS = 3_000;

/** The process id that lldb-dap debugs now, as its console tells, also while the program runs. Never rejects. */
export async function askLldb(session: Session): Promise<number | undefined> {
  const order = { expression: 'process status', context: 'repl' };
  const answer = await within(TIMEOUT_MS, session.request('evaluate', order)).catch(() => undefined);
  const { result } = fieldsOf(answer);
  const pid = typeof result === 'string' ? /^Process (\d+) /m.exec(result)?.[1] : undefined;
  return pid === undefined ? undefined : Number(pid);
}
