import { beforeEach, describe, expect, it } from 'vitest';
import { SocketModel } from '../../src/panel/socket-model.js';
import type { LeakSite } from '../../src/shared/leak-site.js';
import { PID, process, sample, socket, START } from './samples.js';

const SITE: LeakSite = { key: 'a', cause: 'half-open', words: 'end seen, end() never called' };
const SECOND = 1_000;

describe('SocketModel', () => {
  let model: SocketModel;
  beforeEach(() => {
    model = new SocketModel();
  });

  function fds(pid = PID): readonly (number | undefined)[] {
    const shown = model.picture().processes.find(({ process: each }) => each.pid === pid);
    return (shown?.stuck ?? []).map((each) => each.socket.holders[0]?.fd);
  }

  it('does not call a socket stuck that only passes through CLOSE_WAIT', () => {
    model.observe([process()], sample(START + 200, [socket(7)]));
    expect(fds()).toEqual([]);
    model.observe([process()], sample(START + SECOND, []));
    expect(fds()).toEqual([]);
  });

  it('calls it stuck when the second sample a second later still shows it', () => {
    const seen = socket(7, { since: START + 200, sinceExact: false });
    model.observe([process()], sample(START + 200, [seen]));
    expect(model.nextStuckIn()).toBe(1_000);
    model.observe([process()], sample(START + 1_200, [seen]));
    expect(fds()).toEqual([7]);
    expect(model.nextStuckIn()).toBeUndefined();
  });

  it('tells when to look again, so that no row comes late', () => {
    model.observe([process()], sample(START + 900, [socket(7), socket(8, { since: START + 700 })]));
    expect(model.nextStuckIn()).toBe(100);
  });

  it('calls it stuck at once when the kernel knows it for more than a second', () => {
    model.observe([process()], sample(START + 1_001, [socket(7)]));
    expect(fds()).toEqual([7]);
  });

  it('drops a row when the socket closes, and starts anew for a reused descriptor', () => {
    model.observe([process()], sample(START + 2_000, [socket(7), socket(8)]));
    const reused = socket(7, { id: 'sk:other', since: START + 2_900 });
    model.observe([process()], sample(START + 3_000, [reused, socket(8)]));
    expect(fds()).toEqual([8]);
  });

  it('keeps the last picture of a session that ended', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.setRoots([process({ ended: true })], START + 2_500);
    expect(fds()).toEqual([7]);
    expect(model.picture().processes[0]?.ended).toBe(true);
  });

  it('keeps it too when the kernel closed the sockets before the debugger said so', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.observe([process()], sample(START + 3_000, []));
    expect(fds()).toEqual([]);
    model.setRoots([process({ ended: true })], START + 3_400);
    expect(fds()).toEqual([7]);
  });

  it('marks a process as ended as soon as the kernel does not know it any more', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.observe([process()], sample(START + 3_000, [], { gone: [PID] }));
    expect(fds()).toEqual([7]);
    expect(model.picture().processes[0]?.ended).toBe(true);
  });

  it('keeps nothing of a session whose sockets were closed long before its end', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.observe([process()], sample(START + 9_000, []));
    model.setRoots([process({ ended: true })], START + 9_500);
    expect(model.picture().processes).toEqual([]);
  });

  it('forgets the ended session when another one starts', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.setRoots([process({ ended: true })], START + 2_500);
    model.setRoots([process({ pid: 5000 })], START + 9_000);
    expect(model.picture().processes.map(({ process: each }) => each.pid)).toEqual([5000]);
  });

  it('shows sockets that only a forked child holds, under the child', () => {
    const processes = [
      { pid: PID, root: PID, name: 'node' },
      { pid: 99, root: PID, name: 'worker' },
    ];
    const held = socket(7, { holders: [{ pid: 99, fd: 7 }] });
    model.observe([process()], sample(START + 2_000, [held], { processes }));
    expect(fds(99)).toEqual([7]);
    expect(model.picture().processes.map(({ process: each }) => each.name)).toEqual(['server.ts', 'worker']);
  });

  it('shows a socket held by two processes once', () => {
    const processes = [PID, 99].map((pid) => ({ pid, root: PID }));
    const held = socket(7, { holders: [PID, 99].map((pid) => ({ pid, fd: 7 })) });
    model.observe([process()], sample(START + 2_000, [held], { processes }));
    expect(model.picture().processes.flatMap(({ stuck }) => stuck)).toHaveLength(1);
  });

  it('keeps the rows of a child that ended while its parent goes on', () => {
    const processes = [PID, 99].map((pid) => ({ pid, root: PID }));
    const held = socket(7, { holders: [{ pid: 99, fd: 7 }] });
    model.observe([process()], sample(START + 2_000, [held], { processes }));
    model.observe([process()], sample(START + 3_000, [], { processes: processes.slice(0, 1) }));
    expect(fds(99)).toEqual([7]);
    expect(model.picture().processes.map(({ ended }) => ended)).toEqual([false, true]);
  });

  it('puts connections not accepted yet apart, under who listens', () => {
    const other = process({ pid: 77, name: 'other' });
    const waiting = socket(1, { role: 'backlog', holders: [], listenerPids: [77] });
    model.observe([process(), other], sample(START + 2_000, [waiting]));
    const shown = model.picture().processes.map(({ stuck, backlog }) => [stuck.length, backlog.length]);
    expect(shown).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('shows sockets whose holder may not be seen, by port', () => {
    const unseen = socket(1, { role: 'unknown', holders: [] });
    model.observe([process()], sample(START + 2_000, [unseen], { limitation: 'No permission.' }));
    expect(model.picture().processes[0]?.stuck).toHaveLength(1);
    expect(model.picture().limitation).toBe('No permission.');
  });

  it('remembers leak sites as long as their rows are shown', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    model.setSites(new Map([['sk:7', SITE]]));
    model.setRoots([process({ ended: true })], START + 3_000);
    expect(model.picture().processes[0]?.stuck[0]?.site).toBe(SITE);
  });

  it('tells whether a leak site is news', () => {
    model.observe([process()], sample(START + 2_000, [socket(7)]));
    const sites = new Map([['sk:7', SITE]]);
    expect([model.setSites(sites), model.setSites(sites)]).toEqual([true, false]);
    expect(model.setSites(new Map([['sk:7', { ...SITE, key: 'b' }]]))).toBe(true);
  });

  it('shows established sockets that are never read apart, and tells whether they are news', () => {
    model.observe([process()], sample(START + 2_000, []));
    const suspect = { socket: socket(9, { id: 'node:9', state: 'ESTABLISHED' }), site: SITE };
    expect([model.setSuspects([suspect]), model.setSuspects([suspect])]).toEqual([true, false]);
    expect(model.picture().processes[0]?.unread).toEqual([suspect]);
    expect([model.setSuspects([]), model.picture().processes[0]?.unread]).toEqual([true, []]);
  });

  it('takes no leak site for a socket that is gone', () => {
    model.observe([process()], sample(START + 2_000, []));
    model.setSites(new Map([['sk:7', SITE]]));
    model.observe([process()], sample(START + 4_000, [socket(7)]));
    expect(model.picture().processes[0]?.stuck[0]?.site).toBeUndefined();
  });
});
