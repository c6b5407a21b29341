import { describe, expect, test } from 'vitest';
import { closeSocket } from '../../src/debug/close-socket.js';
import { Explainer } from '../../src/debug/explainer.js';
import { SNAPSHOT_LIMIT } from '../../src/debug/snapshot-expression.js';
import type { Session } from '../../src/debug/session.js';
import type { TcpSocket } from '../../src/shared/sample.js';
import { described, flags, PLACES, session, snapshot } from './node-session.js';

const PID = 7;

function stuck(port: number, changes: Partial<TcpSocket> = {}): TcpSocket {
  return {
    id: `sk:${port}`,
    state: 'CLOSE_WAIT',
    local: { address: '127.0.0.1', port: 80 },
    peer: { address: '127.0.0.1', port },
    holders: [{ pid: PID, fd: port }],
    role: 'accepted',
    unreadBytes: 0,
    unsentBytes: 0,
    since: 0,
    sinceExact: true,
    keepaliveMs: undefined,
    ...changes,
  };
}

describe('why a socket is stuck', () => {
  test('cause and line of the user, past internals and packages and through bound functions', async () => {
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(described(1), described(2)) }),
    ]);
    const { sites } = await subject.explain([stuck(1), stuck(2)]);
    const site = {
      key: 'half-open@/app/src/server.ts:6:16',
      cause: 'half-open',
      words: 'end seen, end() or destroy() never called',
      place: { file: '/app/src/server.ts', line: 6, column: 16 },
    };
    expect([...sites]).toEqual([
      ['sk:1', site],
      ['sk:2', site],
    ]);
  });

  test('asks only when a socket has no verdict, and looks each place up once', async () => {
    const asked: string[] = [];
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(described(1), described(2)) }, asked),
    ]);
    await subject.explain([stuck(1)]);
    const first = asked.length;
    await subject.explain([stuck(1)]);
    expect(asked).toHaveLength(first);
    await subject.explain([stuck(1), stuck(2)]);
    expect(asked.slice(first)).toEqual(['evaluate clipboard']);
  });

  test('an end not read yet is put down to the debugger while it has stopped the program', async () => {
    let now = 10_000;
    let thread: number | undefined = 0;
    const reading = [1, 2].map((port) => described(port, flags('reading', 'accepted')));
    const subject = new Explainer(
      () => [session({ ...PLACES, 'evaluate clipboard': snapshot(...reading) })],
      undefined,
      () => now,
      { threadOf: (id) => (id === 'S2' ? thread : undefined) },
    );
    const causes = async () => {
      // Of the second socket the kernel has handed over the end with the last bytes.
      const { sites } = await subject.explain([stuck(1, { eofUnread: true }), stuck(2)]);
      return [sites.get('sk:1'), sites.get('sk:2')];
    };
    const at = { place: { line: 6 } };
    expect(await causes()).toMatchObject([
      { cause: 'stopped', ...at },
      { cause: 'stopped', ...at },
    ]);
    thread = undefined;
    now += 5_000;
    expect(await causes()).toMatchObject([
      { cause: 'loop-blocked', ...at },
      { cause: 'unknown', ...at },
    ]);
  });

  test('asks again when the program has read something, and about a socket that was young', async () => {
    let now = 1_000;
    const asked: string[] = [];
    const subject = new Explainer(
      () => [session({ ...PLACES, 'evaluate clipboard': snapshot(described(1)) }, asked)],
      undefined,
      () => now,
    );
    const questions = (): number => asked.filter((key) => key === 'evaluate clipboard').length;
    await subject.explain([stuck(1)]);
    await subject.explain([stuck(1, { unreadBytes: 9 })]);
    expect(questions()).toBe(2);
    now += 5_000;
    await subject.explain([stuck(1, { unreadBytes: 9 })]);
    expect(questions()).toBe(3);
    now += 60_000;
    await subject.explain([stuck(1, { unreadBytes: 9 })]);
    expect(questions()).toBe(3);
  });

  test('a descriptor that is another socket by now gets no verdict of that socket', async () => {
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(described(1)) }),
    ]);
    const { sites } = await subject.explain([stuck(1, { holders: [{ pid: PID, fd: 99 }] })]);
    expect(sites.get('sk:1')?.cause).toBe('unknown');
  });

  test('a program that does not answer is left alone for a while', async () => {
    let now = 0;
    const asked: string[] = [];
    const subject = new Explainer(
      () => [session({}, asked)],
      undefined,
      () => now,
    );
    const words = 'the program does not answer the debugger';
    expect((await subject.explain([stuck(1)])).sites.get('sk:1')).toMatchObject({ words });
    const { sites } = await subject.explain([stuck(1), stuck(2)]);
    expect(sites.get('sk:2')).toMatchObject({ words });
    expect(asked).toHaveLength(1);
    now += 20_000;
    await subject.explain([stuck(1)]);
    expect(asked).toHaveLength(2);
  });

  test('what a program told before stays when it does not answer any more', async () => {
    let now = 0;
    let answering = true;
    const answer = snapshot(described(1));
    const subject = new Explainer(
      () => [
        session({
          ...PLACES,
          'evaluate clipboard': (args) => {
            if (!answering) throw new Error('No answer.');
            return answer(args);
          },
        }),
      ],
      undefined,
      () => now,
    );
    await subject.explain([stuck(1)]);
    answering = false;
    now += 60_000;
    const { sites } = await subject.explain([stuck(1), stuck(2)]);
    expect(sites.get('sk:1')?.cause).toBe('half-open');
    expect(sites.get('sk:2')?.key).toBe('unanswered');
  });

  test('questions do not overlap', async () => {
    const asked: string[] = [];
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(described(1)) }, asked),
    ]);
    await Promise.all([
      subject.explain([stuck(1)]),
      subject.explain([stuck(1)]),
      subject.explain([stuck(1)]),
    ]);
    expect(asked.filter((key) => key === 'evaluate clipboard')).toHaveLength(1);
  });

  test('without locations there is a cause and no line', async () => {
    const subject = new Explainer(() => [session({ 'evaluate clipboard': snapshot(described(1)) })]);
    const site = (await subject.explain([stuck(1)])).sites.get('sk:1');
    expect(site).toEqual({
      key: 'half-open@7:p80.abc',
      cause: 'half-open',
      words: 'end seen, end() or destroy() never called',
    });
  });

  test('an open socket that nobody reads is suspected after the second look', async () => {
    let now = 0;
    const idle = described(5, flags('reading', 'accepted'), 600);
    const subject = new Explainer(
      () => [session({ ...PLACES, 'evaluate clipboard': snapshot(described(1), idle) })],
      undefined,
      () => now,
    );
    expect((await subject.explain([stuck(1)])).suspects).toEqual([]);
    now += 5_000;
    const { suspects } = await subject.explain([stuck(1)]);
    expect(suspects).toMatchObject([
      {
        socket: { state: 'ESTABLISHED', bufferedBytes: 600, since: 0, holders: [{ pid: PID, fd: 5 }] },
        site: { cause: 'unread' },
      },
    ]);
  });

  test('open sockets that nobody reads are looked for where none is stuck, in several programs', async () => {
    const idle = described(5, flags('reading', 'accepted'), 600);
    const answers = { ...PLACES, 'evaluate clipboard': snapshot(idle) };
    const subject = new Explainer((pid) => [{ ...session(answers), id: `session of ${pid}` }]);
    expect((await subject.explain([], [PID, 8])).suspects).toEqual([]);
    const { suspects } = await subject.explain([], [PID, 8]);
    expect(suspects.map(({ socket }) => socket.holders[0]?.pid)).toEqual([PID, 8]);
    expect((await subject.explain([])).suspects).toHaveLength(2);
  });

  test('of very many sockets only the oldest are asked about', async () => {
    const asked: string[] = [];
    const many = Array.from({ length: SNAPSHOT_LIMIT + 2 }, (_, at) => stuck(at + 1));
    const answers = many.slice(0, SNAPSHOT_LIMIT).map((_, at) => described(at + 1));
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(...answers) }, asked),
    ]);
    const { sites } = await subject.explain(many);
    expect(sites.get(`sk:${SNAPSHOT_LIMIT}`)?.cause).toBe('half-open');
    expect(sites.get(`sk:${SNAPSHOT_LIMIT + 1}`)?.words).toBe(
      'not looked into: more than 5000 stuck sockets',
    );
    await subject.explain(many);
    expect(asked.filter((key) => key === 'evaluate clipboard')).toHaveLength(1);
  });

  test('what is remembered goes with the sockets', async () => {
    const subject = new Explainer(() => [
      session({ ...PLACES, 'evaluate clipboard': snapshot(described(1)) }),
    ]);
    await subject.explain([stuck(1)]);
    await subject.explain([]);
    expect(subject.cacheSize).toBe(1);
  });

  test('bytes that Node.js took and the program did not are told', async () => {
    const paused = described(1, flags('ended', 'reading', 'accepted'), 5);
    const subject = new Explainer(() => [session({ ...PLACES, 'evaluate clipboard': snapshot(paused) })]);
    const { details } = await subject.explain([stuck(1)]);
    expect([...details]).toEqual([['sk:1', { bufferedBytes: 5 }]]);
  });
});

describe('closing one socket', () => {
  const answering = (result: string): Session => session({ 'evaluate clipboard': () => ({ result }) });

  test.each(['destroyed', 'gone', 'changed'])('%s', async (outcome) => {
    expect(await closeSocket(stuck(1), () => [answering(JSON.stringify(outcome))])).toBe(outcome);
  });

  test('no answer', async () => {
    expect(await closeSocket(stuck(1), () => [session({})])).toBe('no answer');
    expect(await closeSocket(stuck(1), () => [])).toBe('no answer');
  });
});
