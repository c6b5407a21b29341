import { describe, expect, test } from 'vitest';
import { LinuxSampler } from '../../src/sampler/linux.js';
import { Machine, type FakeSocket } from './machine.js';

const PID = 100;
const LISTENER: FakeSocket = { inode: 10, state: 'LISTEN', port: 80, peerPort: 0, acked: 0 };

function stuck(inode: number, changes: Partial<FakeSocket> = {}): FakeSocket {
  return { inode, state: 'CLOSE-WAIT', port: 80, peerPort: 40_000 + inode, acked: 995_000, ...changes };
}

/** A server with `fds` other descriptors, its listener and one stuck socket, inode 20 at descriptor 5. */
function server(fds = 0): Machine {
  const machine = new Machine();
  const table = new Map([
    [3, 10],
    [5, 20],
  ]);
  for (let fd = 0; fd < fds; fd += 1) table.set(1_000 + fd, 5_000 + fd);
  machine.programs.set(1, { parent: 0, fds: new Map() });
  machine.programs.set(PID, { parent: 1, fds: table });
  machine.add(LISTENER);
  machine.add(stuck(20));
  return machine;
}

describe('what is ours', () => {
  test("a stranger's sockets are left out", async () => {
    const machine = server();
    machine.add(stuck(21));
    const { closeWait, counts } = await new LinuxSampler(machine.deps).sample([PID]);
    expect(closeWait.map(({ holders }) => holders)).toEqual([[{ pid: PID, fd: 5 }]]);
    expect(counts).toEqual({ CLOSE_WAIT: 1 });
  });

  test('a connection that went out is told from one that came in', async () => {
    const machine = server();
    machine.add(stuck(21, { port: 39_000, peerPort: 443 }));
    machine.programs.get(PID)?.fds.set(6, 21);
    const { closeWait } = await new LinuxSampler(machine.deps).sample([PID]);
    expect(closeWait.map(({ role, listenerPids }) => [role, listenerPids])).toEqual([
      ['accepted', [PID]],
      ['connected', []],
    ]);
  });

  test("a cluster's worker accepts by a socket that it does not hold", async () => {
    const machine = server();
    machine.programs.set(300, { parent: 1, fds: new Map([[7, 21]]) });
    machine.add(stuck(21));
    const { closeWait } = await new LinuxSampler(machine.deps).sample([300]);
    expect(closeWait).toMatchObject([{ role: 'accepted', holders: [{ pid: 300, fd: 7 }], listenerPids: [] }]);
  });

  test('not accepted yet: ours when we listen on the port', async () => {
    const machine = server();
    machine.add(stuck(0, { peerPort: 1, receiveQueue: 4 }));
    machine.add(stuck(0, { peerPort: 2, port: 81 }));
    const { closeWait } = await new LinuxSampler(machine.deps).sample([PID]);
    expect(closeWait.find(({ peer }) => peer.port === 1)).toMatchObject({
      role: 'backlog',
      holders: [],
      unreadBytes: 3,
    });
    expect(closeWait).toHaveLength(2);
  });

  test('a grandchild belongs to the process it descends from, the nearest of two', async () => {
    const machine = server();
    machine.programs.set(101, { parent: PID, fds: new Map() });
    machine.programs.set(102, { parent: 101, fds: new Map([[9, 20]]) });
    const subject = new LinuxSampler(machine.deps);
    const { closeWait, processes } = await subject.sample([PID]);
    expect(closeWait[0]?.holders).toEqual([
      { pid: PID, fd: 5 },
      { pid: 102, fd: 9 },
    ]);
    expect(processes).toEqual([PID, 101, 102].map((pid) => ({ pid, root: PID, name: 'a) b' })));
    const both = await subject.sample([PID, 101]);
    expect(both.processes?.find(({ pid }) => pid === 102)?.root).toBe(101);
  });

  test('a descriptor that arrives later is found after ten looks at the latest', async () => {
    const machine = server();
    machine.add(stuck(21));
    const subject = new LinuxSampler(machine.deps);
    expect((await subject.sample([PID])).closeWait).toHaveLength(1);
    machine.programs.get(PID)?.fds.set(6, 21);
    let looks = 0;
    while ((await subject.sample([PID])).closeWait.length < 2 && looks < 20) looks += 1;
    expect(looks).toBeLessThanOrEqual(10);
  });
});

describe('cost', () => {
  test('nothing stuck: no descriptor is looked at', async () => {
    const machine = server(1_000);
    machine.sockets.delete(20);
    await new LinuxSampler(machine.deps).sample([PID]);
    expect(machine.asked).toMatchObject({ ss: 1, links: 0, lists: 0 });
  });

  test('known sockets cost one link each; strangers cost none', async () => {
    const machine = server(1_000);
    for (let inode = 5_000; inode < 5_010; inode += 1) machine.add(stuck(inode));
    for (let inode = 9_000; inode < 9_100; inode += 1) machine.add(stuck(inode));
    const subject = new LinuxSampler(machine.deps);
    await subject.sample([PID]);
    machine.asked.links = 0;
    await subject.sample([PID]);
    expect(machine.asked.links).toBe(12);
  });

  test('a long scan lets others run every 8 ms', async () => {
    const machine = server(100);
    machine.linkCost = 1;
    let turns = 0;
    let done = false;
    const count = (): void => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await new LinuxSampler(machine.deps).sample([PID]);
    done = true;
    expect(turns).toBeGreaterThanOrEqual(100 / 8 - 1);
  });
});

describe('age', () => {
  test('from the last ACK, kept when later traffic moves it', async () => {
    const machine = server();
    const subject = new LinuxSampler(machine.deps);
    expect((await subject.sample([PID])).closeWait[0]).toMatchObject({ since: 995_000, sinceExact: true });
    machine.add(stuck(20, { acked: 1_002_000 }));
    machine.now = 1_003_000;
    expect((await subject.sample([PID])).closeWait[0]).toMatchObject({ since: 995_000, sinceExact: true });
  });

  test('without ss from the first look, as a lower bound', async () => {
    const machine = server();
    machine.hasSs = false;
    const subject = new LinuxSampler(machine.deps);
    await subject.sample([PID]);
    machine.now += 7_000;
    const { closeWait, limitation } = await subject.sample([PID]);
    expect(closeWait[0]).toMatchObject({
      since: 1_000_000,
      sinceExact: false,
      id: '20/127.0.0.1:80/127.0.0.1:40020',
    });
    expect(limitation).toContain('ss is not installed');
  });

  test('oldest first', async () => {
    const machine = server();
    machine.add(stuck(21, { acked: 990_000 }));
    machine.programs.get(PID)?.fds.set(6, 21);
    const { closeWait } = await new LinuxSampler(machine.deps).sample([PID]);
    expect(closeWait.map(({ since }) => since)).toEqual([990_000, 995_000]);
  });
});

describe('what cannot be seen', () => {
  test('a process that is gone, and one that /proc hides', async () => {
    const machine = server();
    machine.programs.set(200, { parent: 1, fds: new Map(), forbids: 'everything' });
    const sample = await new LinuxSampler(machine.deps).sample([PID, 150, 200]);
    expect(sample.closeWait).toHaveLength(1);
    expect(sample.gone).toEqual([150]);
    expect(sample.limitation).toBe(
      'Process 150 has ended. This user cannot see process 200 (/proc is mounted with hidepid): run as its owner or as root.',
    );
  });

  test.each(['listing', 'links'] as const)("forbidden %s: the user's sockets by port", async (forbids) => {
    const machine = server();
    machine.programs.set(PID, { parent: 1, uid: 33, fds: new Map([[5, 20]]), forbids });
    machine.add(stuck(20, { uid: 33 }));
    machine.add(stuck(21, { uid: 34 }));
    machine.add({ ...LISTENER, uid: 33 });
    const { closeWait, denied, limitation } = await new LinuxSampler(machine.deps).sample([PID]);
    expect(closeWait).toMatchObject([{ holders: [], role: 'accepted', local: { port: 80 } }]);
    expect(denied).toEqual([PID]);
    expect(limitation).toContain(`No permission to list the descriptors of process ${PID}`);
  });

  test('a descriptor closed between the two reads drops its row silently', async () => {
    const machine = server();
    const subject = new LinuxSampler(machine.deps);
    await subject.sample([PID]);
    machine.programs.get(PID)?.fds.delete(5);
    const sample = await subject.sample([PID]);
    expect(sample.closeWait).toEqual([]);
    expect(sample).not.toHaveProperty('limitation');
  });

  test('no table at all is an error with a sentence', async () => {
    const machine = server();
    machine.hasSs = false;
    const proc = {
      ...machine.deps.proc,
      longText: () => Promise.reject(Object.assign(new Error('x'), { code: 'EACCES' })),
    };
    await expect(new LinuxSampler({ ...machine.deps, proc }).sample([PID])).rejects.toThrow(
      `The socket table of process ${PID} cannot be read (EACCES).`,
    );
  });
});

describe('other questions', () => {
  test('counts by state: sockets without a process by the listening port', async () => {
    const machine = server();
    machine.programs.get(PID)?.fds.set(7, 30);
    machine.add({ inode: 30, state: 'ESTAB', port: 80, peerPort: 7, acked: 0 });
    machine.add({ inode: 31, state: 'ESTAB', port: 9, peerPort: 7, acked: 0 });
    machine.add({ inode: 0, state: 'TIME-WAIT', port: 80, peerPort: 8, acked: 0 });
    machine.add({ inode: 0, state: 'TIME-WAIT', port: 9, peerPort: 9, acked: 0 });
    expect(await new LinuxSampler(machine.deps).countStates([PID])).toEqual({
      LISTEN: 1,
      CLOSE_WAIT: 1,
      ESTABLISHED: 1,
      TIME_WAIT: 1,
    });
  });

  test('owners: those that listen first', async () => {
    const machine = server();
    machine.programs.set(50, { parent: 1, fds: new Map([[4, 40]]) });
    machine.add({ inode: 40, state: 'ESTAB', port: 9, peerPort: 7, acked: 0 });
    expect(await new LinuxSampler(machine.deps).owners()).toEqual([
      { pid: PID, name: 'a) b', listening: [80], connections: 1 },
      { pid: 50, name: 'a) b', listening: [], connections: 1 },
    ]);
  });
});

test('two hours of a busy server, one look a second: what is kept stays flat', async () => {
  const machine = server();
  const subject = new LinuxSampler(machine.deps);
  const fds = machine.programs.get(PID)?.fds;
  let largest = 0;
  let smallest = Infinity;
  for (let second = 0; second < 7_200; second += 1) {
    machine.now += 1_000;
    // Sockets come, stay twelve seconds, and go; strangers too; a child lives for ten seconds.
    const inode = 100_000 + second;
    machine.add(stuck(inode, { acked: machine.now, peerPort: 1_024 + (second % 60_000) }));
    machine.add(
      stuck(inode + 1_000_000, { acked: machine.now, peerPort: 1_024 + (second % 60_000), port: 81 }),
    );
    fds?.set(100 + (second % 12), inode);
    machine.sockets.delete(inode - 12);
    machine.sockets.delete(inode - 12 + 1_000_000);
    machine.programs.delete(30_000 + second - 10);
    if (second % 10 === 0) machine.programs.set(30_000 + second, { parent: PID, fds: new Map([[4, inode]]) });
    const { closeWait } = await subject.sample([PID]);
    smallest = Math.min(smallest, second < 100 ? Infinity : closeWait.length);
    largest = Math.max(largest, subject.cacheSize);
  }
  expect(smallest).toBe(13);
  // 13 sockets of ours with a link and an age each, 12 strangers, and the listener.
  expect(largest).toBeLessThanOrEqual(13 * 2 + 12 + 2);
}, 60_000);
