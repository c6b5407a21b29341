import { describe, expect, it } from 'vitest';
import { programName, ProgramNames } from '../../src/sampler/program-names.js';

describe('programName', () => {
  it.each([
    [['/usr/bin/node', '--inspect', '/srv/app/worker.js', 'x'], 'node worker.js'],
    [['node', '-r', './hook.js', 'server.ts'], 'node server.ts'],
    [['python3.12', '-m', 'http.server'], 'python3.12 http.server'],
    [['node', '-e', 'code'], 'node code'],
    [['node'], 'node'],
    [['/opt/redis-server *:6379'], 'redis-server'],
    [['-bash'], 'bash'],
    [['./server', 'a.js'], 'server'],
    [[], undefined],
  ])('%j is %s', (args, name) => {
    expect(programName(args.map((arg) => `${arg}\0`).join(''))).toBe(name);
  });
});

describe('ProgramNames', () => {
  it('reads each name once, and forgets processes that are not asked for any more', async () => {
    const asked: number[] = [];
    const names = new ProgramNames((pid) => {
      asked.push(pid);
      return pid === 3 ? Promise.reject(new Error('ENOENT')) : Promise.resolve(`/bin/p${pid}\0`);
    });
    expect([await names.learn([1, 3]), await names.learn([1, 3])]).toEqual([true, false]);
    expect([names.of(1), names.of(3)]).toEqual(['p1', undefined]);
    await names.learn([2]);
    expect([names.of(1), names.of(2)]).toEqual([undefined, 'p2']);
    expect(asked).toEqual([1, 3, 2]);
  });
});
