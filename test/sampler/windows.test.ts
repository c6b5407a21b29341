import { describe, expect, test } from 'vitest';
import { parseNetstat } from '../../src/sampler/netstat.js';
import { OwnedTableSampler } from '../../src/sampler/owned-table.js';
import { RunnerError } from '../../src/sampler/runner.js';
import { parsePowerShell, parseTasklist, WindowsTable } from '../../src/sampler/windows.js';
import { NETSTAT_DE, NETSTAT_EN6 } from './recorded.js';
import { ScriptedRunner, type Script } from './scripted-runner.js';

const LOOK = JSON.stringify({
  sockets: [
    [2, '0.0.0.0', 8080, '0.0.0.0', 0, 2468],
    [8, '127.0.0.1', 8080, '127.0.0.1', 52013, 2468],
    [8, '::ffff:192.168.1.124', 52013, '18.205.93.255', 443, 2500],
    [5, 'fe80::1%12', 1, 'fe80::2%12', 2, 2468],
    [100, '0.0.0.0', 9, '0.0.0.0', 0, 2468],
    [8, '127.0.0.1', 7, '127.0.0.1', 8, 4],
  ],
  processes: [
    [2468, 100, 'node.exe'],
    [2500, 2468, 'child.exe'],
    [4, 0, 'System'],
  ],
});
const TASKLIST =
  '"System Idle Process","0","Services","0","8 K"\r\n"node.exe","2468","Console","1","41,224 K"\r\n';
const FALLBACK: Script = {
  'netstat -ano -p TCPv6': NETSTAT_EN6,
  'netstat -ano -p TCP': NETSTAT_DE,
  tasklist: TASKLIST,
};

function sampler(
  script: Script,
  answers: readonly (string | RunnerError)[],
): { subject: OwnedTableSampler; runner: ScriptedRunner } {
  const runner = new ScriptedRunner(script, answers);
  return {
    subject: new OwnedTableSampler(new WindowsTable(runner), { now: () => 7_000, steady: () => 0 }),
    runner,
  };
}

describe('PowerShell', () => {
  test('states by number, the process tree, no descriptor', async () => {
    const { subject } = sampler({}, [LOOK]);
    const { closeWait, gone, limitation } = await subject.sample([2468]);
    expect(closeWait).toMatchObject([
      {
        local: { address: '127.0.0.1', port: 8080 },
        holders: [{ pid: 2468, fd: undefined }],
        role: 'accepted',
        since: 7_000,
      },
      {
        local: { address: '192.168.1.124' },
        holders: [{ pid: 2500 }],
        role: 'connected',
        unreadBytes: undefined,
      },
    ]);
    expect(gone).toEqual([]);
    expect(limitation).toBeUndefined();
  });

  test('one PowerShell serves every look', async () => {
    const { subject, runner } = sampler({}, [LOOK, LOOK, LOOK]);
    await subject.sample([2468]);
    expect(await subject.countStates([2468])).toEqual({ LISTEN: 1, CLOSE_WAIT: 2, ESTABLISHED: 1 });
    expect(await subject.owners()).toMatchObject([
      { pid: 2468, listening: [8080] },
      { pid: 2500 },
      { pid: 4 },
    ]);
    expect(runner.lines).toHaveLength(1);
    subject.dispose();
    expect(runner.closed).toBe(1);
  });

  test('a list of one may come without its outer brackets', () => {
    const text = '{"sockets":[8,"127.0.0.1",7,"127.0.0.1",8,4],"processes":[4,0,"System"]}';
    expect(parsePowerShell(text)).toMatchObject({
      rows: [{ state: 'CLOSE_WAIT', pid: 4 }],
      processes: [{ pid: 4, name: 'System' }],
    });
  });

  test.each([
    '',
    'x',
    '{}',
    '{"sockets":[],"processes":[]}',
    '{"sockets":null,"processes":null}',
    '{"sockets":',
  ])('%j is no table', (text) => {
    expect(parsePowerShell(text)).toBeUndefined();
  });
});

describe('netstat', () => {
  test('translated words, pid from the right, LISTEN by its peer', () => {
    const { rows, unknown } = parseNetstat(NETSTAT_DE);
    expect(rows.map(({ state, local, pid }) => [state, local.port, pid])).toEqual([
      ['LISTEN', 135, 988],
      ['LISTEN', 8080, 2468],
      ['ESTABLISHED', 49186, 2468],
      ['CLOSE_WAIT', 50125, 2468],
      ['TIME_WAIT', 50126, 0],
    ]);
    expect([...unknown]).toEqual([]);
    expect(parseNetstat(NETSTAT_EN6).rows[1]).toMatchObject({
      state: 'CLOSE_WAIT',
      local: { address: '::1' },
      peer: { port: 50200 },
    });
  });

  test('an unknown word is an unknown state, not none', () => {
    const { rows, unknown } = parseNetstat('  TCP  127.0.0.1:1  127.0.0.1:2  ESPERA_CIERRE  7\r\n');
    expect(rows).toEqual([]);
    expect([...unknown]).toEqual(['ESPERA_CIERRE']);
  });

  test('is read when PowerShell has no such command, and from then on', async () => {
    const { subject, runner } = sampler(FALLBACK, ['{"sockets":[],"processes":[]}']);
    const first = await subject.sample([2468]);
    expect(first.closeWait.map(({ local, role }) => [local.port, role])).toEqual([
      [50125, 'connected'],
      [8080, 'accepted'],
    ]);
    expect(first.limitation).toContain('netstat is read: child processes are not followed.');
    await subject.sample([2468]);
    expect(runner.asked).toHaveLength(1);
    expect(runner.closed).toBe(1);
  });

  test('a PowerShell that is slow once is tried again', async () => {
    const { subject, runner } = sampler(FALLBACK, [new RunnerError('timeout', 'slow'), LOOK]);
    expect((await subject.sample([2468])).limitation).toContain('netstat');
    expect((await subject.sample([2468])).limitation).toBeUndefined();
    expect(runner.asked).toHaveLength(2);
  });

  test('neither of them: an error with a sentence', async () => {
    await expect(sampler({}, []).subject.sample([2468])).rejects.toThrow('netstat is not installed.');
  });

  test('tasklist', () => {
    expect(parseTasklist(TASKLIST)).toEqual([
      { pid: 0, parent: 0, name: 'System Idle Process' },
      { pid: 2468, parent: 0, name: 'node.exe' },
    ]);
  });
});
