import { DebuggeeTracker, type Debuggee } from '../../src/debug/debuggees.js';
import { askNode, type NodeIdentity } from '../../src/debug/node-identity.js';
import type { Session } from '../../src/debug/session.js';
import { BOOT, fakeProc, type FakeProcess } from './proc.js';
import type { Step } from './traces.js';

/** When the sessions start, epoch seconds. */
export const SESSION = BOOT + 500;

/** What is there while a trace is replayed. */
export interface Situation {
  readonly processes: Readonly<Record<number, FakeProcess>>;
  /** What Node.js programs say of themselves, by session; by default they are asked. */
  readonly told?: Readonly<Record<string, NodeIdentity>>;
  /** Bodies of the answers to `evaluate`, by session. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** What came of it. */
export interface Replay {
  readonly tracker: DebuggeeTracker;
  readonly asked: string[];
  /** The list after every change. */
  readonly lists: Debuggee[][];
}

/** Feeds a tracker with the messages of a trace, one after the other. */
export async function replay(
  steps: readonly Step[],
  { processes, told, answers = {} }: Situation,
): Promise<Replay> {
  const asked: string[] = [];
  const tracker = new DebuggeeTracker({
    proc: fakeProc(processes),
    hostName: 'here',
    now: () => SESSION * 1_000,
    ask: (session) => {
      asked.push(session.id);
      return told === undefined ? askNode(session) : Promise.resolve(told[session.id]);
    },
  });
  const lists: Debuggee[][] = [];
  tracker.onDidChange(() => lists.push(tracker.list()));
  for (const step of steps) {
    play(step, tracker, answers);
    await new Promise(setImmediate);
  }
  return { tracker, asked, lists };
}

/** Feeds a tracker with one step. */
export function play(
  step: Step,
  tracker: DebuggeeTracker,
  answers: Readonly<Record<string, unknown>> = {},
): void {
  if ('start' in step) tracker.sessionStarted(sessionOf(step, answers));
  else if ('end' in step) tracker.sessionEnded(step.end);
  else if ('<' in step) tracker.fromAdapter(step.session, step['<']);
  else tracker.toAdapter(step.session, step['>']);
}

function sessionOf(
  step: Extract<Step, { start: string }>,
  answers: Readonly<Record<string, unknown>>,
): Session {
  return {
    id: step.start,
    type: step.type,
    name: step.name ?? step.start,
    parentId: step.parent,
    configuration: step.config ?? {},
    request: (command) =>
      command === 'evaluate' && step.start in answers
        ? Promise.resolve(answers[step.start])
        : Promise.reject(new Error('No answer.')),
  };
}
