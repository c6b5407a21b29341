import { describe, expect, test } from 'vitest';
import type { NodeIdentity } from '../../src/debug/node-identity.js';
import { BOOT, type FakeProcess } from './proc.js';
import { play, replay as replayed, SESSION, type Replay, type Situation } from './replay.js';
import { recording } from './recordings.js';
import { TRACES, type Step } from './traces.js';

const FRESH = SESSION + 1;
const ATTACH = recording('js-debug-1.117.0-attach').steps;
const {
  steps: LAUNCH,
  pids: [SERVER = 0],
} = recording('lldb-dap-19.1.7-launch');
const DELVE = recording('delve-1.27.1-attach');

const HOST: Readonly<Record<number, FakeProcess>> = {
  1: { exe: '/usr/lib/systemd/systemd', started: BOOT },
  900: { exe: '/usr/bin/bash', started: SESSION - 300 },
  18860: { exe: '/usr/bin/node', started: FRESH },
  18906: { exe: '/usr/bin/node', started: FRESH },
  28696: { exe: '/app/server', started: FRESH },
  [SERVER]: { exe: '/app/server', started: FRESH },
  28700: { exe: '/app/server (deleted)', started: FRESH },
  28800: { exe: '/usr/bin/python3.13', started: FRESH },
  28801: { exe: '/usr/bin/python3.13', started: SESSION },
  28900: { exe: '/tmp/__debug_bin1', started: SESSION },
  81517: { exe: '/usr/bin/dotnet', started: FRESH },
};

const NODE: NodeIdentity = { pid: 18860, host: 'here', boot: 'boot-1', pidSpace: 'pid:[1]' };

function replay(steps: readonly Step[], situation: Partial<Situation> = {}): Promise<Replay> {
  return replayed(steps, { processes: HOST, told: {}, ...situation });
}

describe('traces', () => {
  test.each([
    ['codeLldb', 28696, 'console text'],
    ['codeLldbTerminal', 28696, 'console text'],
    ['codeLldbAttach', 28696, 'console text'],
    ['cppdbg', 28696, 'process event'],
    ['netcoredbg', 81517, 'process event'],
  ] as const)('%s: process %i by %s', async (name, pid, via) => {
    const { tracker } = await replay(TRACES[name]);
    expect(tracker.list()).toMatchObject([{ pid, via, ended: false }]);
    expect(tracker.list()[0]).not.toHaveProperty('remote');
  });

  test.each([
    ['cppdbgRemote', 'board'],
    ['gdbRemote', 'box'],
    ['debugpyRemote', '10.0.0.5'],
    ['delveRemote', 'build-7'],
  ] as const)('%s is on %s, and no process of ours is taken for it', async (name, remote) => {
    const { tracker } = await replay(TRACES[name]);
    expect(tracker.list()).toMatchObject([{ pid: undefined, remote }]);
    expect(tracker.sessionsOf(28696)).toEqual([]);
  });

  test('what a program writes, or another adapter than CodeLLDB, is no claim', async () => {
    const output = 'Launched process 28696\n';
    const said = (type: string, category: string): Step[] => [
      { start: 'S1', type, name: 'server' },
      { session: 'S1', '<': { type: 'event', event: 'output', body: { category, output } } },
    ];
    for (const steps of [said('lldb', 'stdout'), said('lldb-dap', 'console'), said('go', 'console')])
      expect((await replay(steps)).tracker.list()).toEqual([]);
  });

  test.each(['jsDebugBrowser', 'debugpyContainer'] as const)('%s: no process is known', async (name) => {
    const { tracker, asked } = await replay(TRACES[name]);
    expect(tracker.list()).toEqual([]);
    expect(tracker.unresolved()).toHaveLength(1);
    expect(asked).toEqual([]);
  });
});

describe('identity', () => {
  test.each([
    ['runs another executable', { exe: '/usr/bin/cron', started: FRESH }],
    ['was there long before the launch', { exe: '/app/server', started: SESSION - 100 }],
  ])('a process that %s is not the debuggee', async (_, process) => {
    const { tracker } = await replay(LAUNCH, { processes: { [SERVER]: process } });
    expect(tracker.list()).toEqual([]);
  });

  test('a process that does not exist is not listed', async () => {
    expect((await replay(LAUNCH, { processes: {} })).tracker.list()).toEqual([]);
  });

  test('an attached process may be old, but not younger than the session', async () => {
    const attached = async (started: number) =>
      (await replay(DELVE.steps, { processes: { [DELVE.pids[0] ?? 0]: { started } } })).tracker.list().length;
    expect(await attached(BOOT)).toBe(1);
    expect(await attached(SESSION + 60)).toBe(0);
  });

  test('a Node.js program in a container of this host is found by its namespace', async () => {
    const { tracker } = await replay(ATTACH, {
      processes: {
        ...HOST,
        27228: { pidSpace: 'pid:[9]', innerPid: 1 },
        27230: { pidSpace: 'pid:[9]', innerPid: 8 },
      },
      told: { S2: { pid: 1, host: 'c0ffee', boot: 'boot-1', pidSpace: 'pid:[9]' } },
    });
    expect(tracker.list()).toMatchObject([{ pid: 27228, via: 'evaluate' }]);
  });

  test.each([
    ['another boot', { ...NODE, host: 'there', boot: 'boot-2' }, 'there'],
    ['another system without /proc', { ...NODE, host: 'mac', boot: '' }, 'mac'],
    ['a hidden container', { ...NODE, pidSpace: 'pid:[9]' }, 'a container on this host (here)'],
  ])('a Node.js program on %s is remote', async (_, told, remote) => {
    const { tracker } = await replay(ATTACH, { told: { S2: told } });
    expect(tracker.list()).toMatchObject([{ pid: undefined, remote }]);
  });

  test('the threads of a remote program are one, and none of it counts as a process of ours', async () => {
    const there = { ...NODE, host: 'there', boot: 'boot-2' };
    const { tracker } = await replay(recording('js-debug-1.117.0-worker').steps, {
      told: { S2: there, S3: there },
    });
    expect(tracker.list()).toMatchObject([{ pid: undefined, sessionId: 'S2', remote: 'there' }]);
    expect(tracker.remoteSessionsOf('S2').map(({ id }) => id)).toEqual(['S2', 'S3']);
    expect(tracker.remoteSessionsOf('S1')).toEqual([]);
    expect(tracker.sessionsOf(18860)).toEqual([]);
    tracker.sessionEnded('S2');
    expect(tracker.remoteSessionsOf('S3').map(({ id }) => id)).toEqual(['S3']);
  });

  test('the forks of a remote program are several', async () => {
    const there = { ...NODE, host: 'there', boot: 'boot-2' };
    const { tracker } = await replay(recording('js-debug-1.117.0-fork').steps, {
      told: { S2: there, S3: { ...there, pid: 18906 } },
    });
    expect(tracker.list().map(({ sessionId }) => sessionId)).toEqual(['S2', 'S3']);
  });

  test('what the program says outweighs an address that only looks remote', async () => {
    const steps = ATTACH.map((step) =>
      'start' in step && step.start === 'S1' ? { ...step, config: { address: '192.168.1.7' } } : step,
    );
    const { tracker } = await replay(steps, { told: { S2: NODE } });
    expect(tracker.list()).toMatchObject([{ pid: 18860 }]);
  });
});

describe('the life of sessions', () => {
  test('an ended debuggee stays in the list until the next session begins', async () => {
    const { tracker } = await replay([...LAUNCH, { end: 'S1' }]);
    expect(tracker.list()).toMatchObject([{ pid: SERVER, ended: true }]);
    expect(tracker.sessionsOf(SERVER)).toEqual([]);
    play({ start: 'S9', type: 'lldb-dap' }, tracker);
    expect(tracker.list()).toEqual([]);
  });

  test('after a restart lldb-dap is asked for the process; what it cannot tell changes nothing', async () => {
    const restarted = [
      ...LAUNCH,
      { session: 'S1', '<': { type: 'response', command: 'restart', success: true } },
    ];
    const pids = async (answers: Readonly<Record<string, unknown>>) =>
      (await replay(restarted, { answers })).tracker.list().map(({ pid }) => pid);
    expect(await pids({ S1: { result: 'Process 28700 is running.\n' } })).toEqual([28700]);
    expect(await pids({ S1: { result: 'error: no process' } })).toEqual([SERVER]);
    expect(await pids({})).toEqual([SERVER]);
  });

  test('a program that never answers is asked three times in all', async () => {
    const { asked, tracker } = await replay([
      ...ATTACH,
      { session: 'S2', '<': { type: 'event', event: 'stopped', body: {} } },
    ]);
    expect(asked).toEqual(['S2', 'S2', 'S2']);
    expect(tracker.unresolved()).toEqual([
      { sessionId: 'S2', name: 'Remote Process [0]', adapter: 'pwa-node' },
    ]);
  });

  test('the user can pick a process and drop it', async () => {
    const { tracker, lists } = await replay([]);
    tracker.pick(42, 'nginx');
    expect(tracker.list()).toEqual([
      { pid: 42, sessionId: '', name: 'nginx', adapter: '', via: 'picked', ended: false },
    ]);
    tracker.unpick(42);
    tracker.unpick(42);
    expect(lists).toHaveLength(2);
    expect(tracker.list()).toEqual([]);
  });

  test.each([
    undefined,
    null,
    7,
    'x',
    {},
    { type: 'event', event: 'process' },
    { type: 'event', event: 'process', body: { systemProcessId: -1 } },
  ])('a message that makes no sense changes nothing: %j', async (message) => {
    const { tracker } = await replay([{ start: 'S1', type: 'lldb-dap' }]);
    tracker.fromAdapter('S1', message);
    tracker.toAdapter('S1', message);
    tracker.fromAdapter('S0', message);
    expect(tracker.list()).toEqual([]);
  });
});
