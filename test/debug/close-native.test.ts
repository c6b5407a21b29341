import { afterEach, describe, expect, test } from 'vitest';
import { closeNative, type StoppedProgram } from '../../src/debug/close-native.js';
import type { Session } from '../../src/debug/session.js';
import { Stops } from '../../src/debug/stops.js';
import { createSampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import type { Sample, TcpSocket } from '../../src/shared/sample.js';
import { sample, socket } from '../panel/samples.js';
import { accepted, endPrograms, eventually, halfClosedPeer } from '../sampler/program.js';
import { DEBUGGERS, NativeProgram, SERVER, titleOf } from './native-program.js';

const SOCKET = socket(4);
const PID = 4242;

interface Answers {
  readonly type?: string;
  readonly stack?: unknown;
  readonly result?: unknown;
  readonly seen?: readonly TcpSocket[];
}

/** A stopped program whose adapter answers from a table, and the expressions it was asked. */
function stopped({ type = 'lldb-dap', stack = [{ id: 7 }], result = '0', seen = [SOCKET] }: Answers) {
  const asked: unknown[] = [];
  const session: Session = {
    id: 'S1',
    type,
    name: 'server',
    parentId: undefined,
    configuration: {},
    request: (command, args) => {
      if (command === 'stackTrace') return Promise.resolve({ stackFrames: stack });
      asked.push(args);
      return typeof result === 'string' ? Promise.resolve({ result }) : Promise.reject(new Error('running'));
    },
  };
  const look = (): Promise<Sample> => Promise.resolve(sample(0, seen));
  const program: StoppedProgram = { session, pid: PID, threadId: 1, look };
  return { program, asked };
}

describe('closing a socket of a compiled program', () => {
  test('calls shutdown in the frame that stopped', async () => {
    const { program, asked } = stopped({});
    expect(await closeNative(SOCKET, program)).toBe('shut down');
    expect(asked).toEqual([{ expression: '(int)shutdown(4, 2)', context: 'watch', frameId: 7 }]);
  });

  test('CodeLLDB is told that the expression is native', async () => {
    const { program, asked } = stopped({ type: 'lldb' });
    await closeNative(SOCKET, program);
    expect(asked).toMatchObject([{ expression: '/nat (int)shutdown(4, 2)' }]);
  });

  test.each([
    ['gone', { seen: [] }],
    ['changed', { seen: [socket(5, { id: SOCKET.id })] }],
    ['changed', { seen: [{ ...SOCKET, peer: { address: '127.0.0.1', port: 1 } }] }],
    ['no answer', { stack: [] }],
  ] as const)('%s: nothing is called', async (outcome, answers) => {
    const { program, asked } = stopped(answers);
    expect(await closeNative(SOCKET, program)).toBe(outcome);
    expect(asked).toEqual([]);
  });

  test.each([
    ['-1', 'refused'],
    ['(int) $0 = -1', 'refused'],
    ['(int) $0 = 0', 'shut down'],
    [null, 'no answer'],
  ])('an answer of %j is "%s"', async (result, outcome) => {
    expect(await closeNative(SOCKET, stopped({ result }).program)).toBe(outcome);
  });
});

describe('which sessions are stopped', () => {
  const event = (name: string, body = {}) => ({ type: 'event', event: name, body });

  test.each([
    event('continued', { threadId: 3 }),
    event('terminated'),
    { type: 'response', command: 'continue', success: true },
    { type: 'response', command: 'next', success: true },
  ])('runs again after %j', (message) => {
    const stops = new Stops();
    stops.fromAdapter('S1', event('stopped', { threadId: 3 }));
    expect(stops.threadOf('S1')).toBe(3);
    stops.fromAdapter('S1', message);
    expect(stops.threadOf('S1')).toBeUndefined();
  });

  test('a refused step leaves it stopped', () => {
    const stops = new Stops();
    stops.fromAdapter('S1', event('stopped', { threadId: 3 }));
    stops.fromAdapter('S1', { type: 'response', command: 'next', success: false });
    expect(stops.threadOf('S1')).toBe(3);
  });
});

describe.each(DEBUGGERS.map((each) => [titleOf(each), each] as const))('%s', (_, by) => {
  let program: NativeProgram | undefined;
  afterEach(async () => {
    endPrograms();
    await program?.end();
  });

  test.skipIf(by.absent !== '')(
    'one of two sockets is closed; the program goes on with its descriptor',
    async () => {
      const subject = new NativeProgram(SERVER, by);
      program = subject;
      const stops = new Stops();
      const { adapter } = subject;
      adapter.listen((message) => {
        stops.fromAdapter('S1', message);
      });
      await adapter.launch();
      const port = await eventually(
        () => Promise.resolve(Number(/port (\d+)/.exec(subject.text)?.[1])),
        (value) => value > 0,
      );
      await halfClosedPeer(port);
      await halfClosedPeer(port);
      const sampler = createSampler('linux', systemDeps);
      const look = () => sampler.sample([subject.pid]);
      const { closeWait } = await eventually(look, accepted(2));
      expect(stops.threadOf('S1')).toBeUndefined();
      const stop = adapter.event('stopped');
      await adapter.request('pause', { threadId: subject.thread });
      await stop;
      const [chosen, other] = closeWait;
      if (chosen === undefined) throw new Error('No socket.');
      const { pid } = subject;
      const threadId = stops.threadOf('S1') ?? 0;
      const { session } = adapter;
      expect(await closeNative(chosen, { session, pid, threadId, look })).toBe('shut down');
      const left = await eventually(look, accepted(1));
      expect(left.closeWait.map(({ id }) => id)).toEqual([other?.id]);
      expect(await closeNative(chosen, { session, pid, threadId, look })).toBe('gone');
      await adapter.request('continue', { threadId });
      expect(stops.threadOf('S1')).toBeUndefined();
      await halfClosedPeer(port);
      const again = await eventually(look, accepted(2));
      const fds = again.closeWait.flatMap(({ holders }) => holders.map(({ fd }) => fd));
      expect(fds).not.toContain(chosen.holders[0]?.fd);
    },
  );
});
