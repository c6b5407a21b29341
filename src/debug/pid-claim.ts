import { fieldsOf, isNodeSession, pidOf, type Session } from './session.js';

/** The ways in which a debuggee's process id comes to be known, the most certain first. */
export const WAYS = [
  /** js-debug tells no pid; the program was asked. */
  'evaluate',
  /** DAP `process` event. */
  'process event',
  /** java-debug's `processid` event. */
  'processid event',
  /** CodeLLDB says it on the debug console only (its logs, up to 1.11). */
  'console text',
  /** `processId` or `pid` of an attach request. */
  'start arguments',
  /** The shell that VS Code started for `runInTerminal`; the debuggee descends from it. */
  'terminal',
  /** Chosen by the user. */
  'picked',
] as const;

export type Way = (typeof WAYS)[number];

/** The debug type of CodeLLDB. */
const CODE_LLDB = 'lldb';

/** What one DAP message says of the debuggee's process. */
export interface PidClaim {
  readonly via: Way;
  /** Of a remote process its number there; undefined when the adapter says only that the process is elsewhere. */
  readonly pid: number | undefined;
  /** The adapter says that the process is not on its own host. */
  readonly remote: boolean;
  /** The program's path, where the adapter gave one. */
  readonly program?: string;
  /** Whether the process was there before the session. */
  readonly attached: boolean;
}

/** What an adapter's message (event or response) says of the process, or undefined. */
export function claimFromAdapter({ type: adapter }: Session, message: unknown): PidClaim | undefined {
  const { type, event, body } = fieldsOf(message);
  if (type !== 'event') return undefined;
  if (event === 'process') return fromProcessEvent(fieldsOf(body));
  if (event === 'processid') return claim('processid event', fieldsOf(body)['processId']);
  if (event === 'output' && adapter === CODE_LLDB) return fromConsole(fieldsOf(body));
  return undefined;
}

/** What VS Code's message to the adapter (start request, answer to `runInTerminal`) says of the process, or undefined. */
export function claimToAdapter(session: Session, message: unknown): PidClaim | undefined {
  // The children of js-debug's sessions are asked; and it replaces a processId by the inspector's port.
  if (isNodeSession(session)) return undefined;
  const { type, command, arguments: args, body } = fieldsOf(message);
  if (type === 'response' && command === 'runInTerminal') {
    const { processId, shellProcessId } = fieldsOf(body);
    return claim('terminal', pidOf(processId) ?? shellProcessId);
  }
  if (type !== 'request' || command !== 'attach') return undefined;
  const { processId, pid } = fieldsOf(args);
  return claim('start arguments', pidOf(processId) ?? pid, true);
}

function fromProcessEvent({
  systemProcessId,
  isLocalProcess,
  name,
  startMethod,
}: Readonly<Record<string, unknown>>): PidClaim | undefined {
  const pid = pidOf(systemProcessId);
  const remote = isLocalProcess === false;
  if (pid === undefined && !remote) return undefined;
  return {
    via: 'process event',
    pid,
    remote,
    attached: startMethod === 'attach' || startMethod === 'attachForSuspendedLaunch',
    ...(typeof name === 'string' ? { program: name } : {}),
  };
}

/** Its own words have the category `console` or, in older versions, none; what the program writes is `stdout`. */
function fromConsole({ category, output }: Readonly<Record<string, unknown>>): PidClaim | undefined {
  if (category !== undefined && category !== 'console') return undefined;
  const found = typeof output === 'string' ? /^(Launched|Attached to) process (\d+)/m.exec(output) : null;
  return found === null ? undefined : claim('console text', found[2], found[1] === 'Attached to');
}

function claim(via: Way, value: unknown, attached = false): PidClaim | undefined {
  const pid = pidOf(value);
  return pid === undefined ? undefined : { via, pid, remote: false, attached };
}
