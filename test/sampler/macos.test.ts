import { describe, expect, test } from 'vitest';
import { parseLsof } from '../../src/sampler/lsof.js';
import { MacTable, parsePs } from '../../src/sampler/macos.js';
import { OwnedTableSampler } from '../../src/sampler/owned-table.js';
import { LSOF } from './recorded.js';
import { ScriptedRunner, type Script } from './scripted-runner.js';

const PS = `    1     0     0 Ss   launchd
11682     1   501 S+   python3.11
11779 11682   501 S+   Code Helper (Plugin)
11780 11682   501 Z+   (python3.11)
  300     1     0 Ss   mDNSResponder
`;

function sampler(
  script: Script,
  uid = 501,
): { subject: OwnedTableSampler; runner: ScriptedRunner; clock: { now: number } } {
  const runner = new ScriptedRunner(script);
  const clock = { now: 5_000 };
  const deps = { now: () => clock.now, steady: () => 0 };
  return { subject: new OwnedTableSampler(new MacTable(runner, uid), deps), runner, clock };
}

describe('lsof -F', () => {
  test('processes, descriptors, endpoints, states and queues', () => {
    const rows = parseLsof(LSOF);
    expect(
      rows.map(({ pid, fd, state, local, peer, unread }) => [pid, fd, state, local, peer.port, unread]),
    ).toEqual([
      [11682, 3, 'LISTEN', { address: '*', port: 41093 }, 0, 0],
      [11682, 9, 'CLOSE_WAIT', { address: '::1', port: 41093 }, 35466, 1],
      [11682, 10, 'ESTABLISHED', { address: '127.0.0.1', port: 41094 }, 35467, undefined],
      [11779, 9, 'CLOSE_WAIT', { address: '::1', port: 41093 }, 35466, undefined],
      [11779, 12, 'CLOSE_WAIT', { address: 'fe80::1', port: 9000 }, 9001, undefined],
    ]);
  });

  test.each(['', 'garbage', 'p1\nf3\nn*:*\nTST=NEW_STATE', 'n1.2.3.4:5', 'p1\nf3\nnpipe\nTST=LISTEN'])(
    '%j has no rows',
    (text) => {
      expect(parseLsof(text)).toEqual([]);
    },
  );
});

test('ps: names with blanks, no zombies', () => {
  expect(parsePs(PS)).toEqual([
    { pid: 1, parent: 0, uid: 0, name: 'launchd' },
    { pid: 11682, parent: 1, uid: 501, name: 'python3.11' },
    { pid: 11779, parent: 11682, uid: 501, name: 'Code Helper (Plugin)' },
    { pid: 300, parent: 1, uid: 0, name: 'mDNSResponder' },
  ]);
});

describe('a sample', () => {
  const script = { '/bin/ps': PS, 'lsof -nP -a -p 11682,11779 -iTCP': LSOF };

  test('one row for a socket of two processes, its age from the first look', async () => {
    const { subject, clock } = sampler(script);
    await subject.sample([11682]);
    clock.now += 4_000;
    const { closeWait, processes, limitation } = await subject.sample([11682]);
    expect(closeWait).toHaveLength(2);
    expect(closeWait[0]).toMatchObject({
      holders: [
        { pid: 11682, fd: 9 },
        { pid: 11779, fd: 9 },
      ],
      role: 'accepted',
      unreadBytes: 1,
      since: 5_000,
      sinceExact: false,
      listenerPids: [11682],
    });
    expect(closeWait[1]).toMatchObject({ role: 'connected', unreadBytes: undefined });
    expect(processes?.map(({ pid, root }) => [pid, root])).toEqual([
      [11682, 11682],
      [11779, 11682],
    ]);
    expect(limitation).toBeUndefined();
    expect(subject.cacheSize).toBe(2);
  });

  test('nothing found is status 1 without a word', async () => {
    const { subject } = sampler({ ...script, 'lsof -nP -a': { stdout: '', stderr: '', code: 1 } });
    const { subject: none } = sampler({ '/bin/ps': PS, lsof: { stdout: '', stderr: '', code: 1 } });
    expect((await none.sample([11682])).closeWait).toEqual([]);
    expect((await subject.sample([11682])).closeWait).toHaveLength(2);
  });

  test('a process that is gone is not asked about', async () => {
    const { subject, runner } = sampler(script);
    expect(await subject.sample([4711])).toMatchObject({
      closeWait: [],
      gone: [4711],
      limitation: 'Process 4711 has ended.',
    });
    expect(runner.lines).toHaveLength(1);
  });

  test("another user's process, and lsof that fails or is missing", async () => {
    const foreign = sampler({ '/bin/ps': PS, lsof: { stdout: '', stderr: '', code: 1 } });
    expect((await foreign.subject.sample([300])).limitation).toBe(
      "No permission to see the sockets of process 300 (another user's): run as its owner or as root.",
    );
    const failing = sampler({ '/bin/ps': PS, lsof: { stdout: '', stderr: 'lsof: illegal option', code: 1 } });
    await expect(failing.subject.sample([11682])).rejects.toThrow('lsof failed: lsof: illegal option');
    await expect(sampler({ '/bin/ps': PS }).subject.sample([11682])).rejects.toThrow(
      'lsof is not installed.',
    );
  });

  test('counts and owners', async () => {
    const { subject } = sampler({ ...script, 'lsof -nP -iTCP': LSOF });
    expect(await subject.countStates([11682])).toEqual({ LISTEN: 1, CLOSE_WAIT: 2, ESTABLISHED: 1 });
    expect(await subject.owners()).toEqual([
      { pid: 11682, name: 'python3.11', listening: [41093], connections: 2 },
      { pid: 11779, name: 'Code Helper (Plugin)', listening: [], connections: 2 },
    ]);
  });
});
