import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { RunnerError, systemRunner, type Runner } from '../../src/sampler/runner.js';
import { systemProc } from '../../src/sampler/proc-reader.js';
import { createSampler, type Sampler } from '../../src/sampler/sampler.js';
import type { Sample } from '../../src/shared/sample.js';
import { accepted, endPrograms, eventually, halfClosedPeer, startProgram } from './program.js';

/** Keeps every socket half open and says where it listens. */
const HALF_OPEN = (host: string): string => `
  const sockets = [];
  const server = require('net').createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.resume();
  });
  server.listen(0, '${host}', () => console.log(JSON.stringify(server.address().port)));
  process.stdin.on('data', () => sockets.splice(0).forEach((socket) => socket.destroy()));
`;

function sampler(runner: Runner = systemRunner): Sampler {
  return createSampler('linux', { runner, proc: systemProc, now: Date.now, steady: () => performance.now() });
}

function count(wanted: number): (sample: Sample) => boolean {
  return (sample) => sample.closeWait.length === wanted;
}

const withoutSs: Runner = {
  ...systemRunner,
  run: (program) => Promise.reject(new RunnerError('missing', `${program} is not installed.`)),
};

describe.skipIf(process.platform !== 'linux')('sockets of real programs on Linux', () => {
  afterEach(endPrograms);

  test.each([
    ['ss', systemRunner],
    ['/proc', withoutSs],
  ])(
    'a half-closed peer appears with its endpoints and descriptor, and goes with the socket (%s)',
    async (_, runner) => {
      const { child, pid, first: port } = await startProgram<number>(HALF_OPEN('127.0.0.1'));
      const peer = await halfClosedPeer(port);
      const subject = sampler(runner);
      const sample = await eventually(() => subject.sample([pid]), accepted(1));
      const [socket] = sample.closeWait;
      expect(socket).toMatchObject({
        state: 'CLOSE_WAIT',
        local: { address: '127.0.0.1', port },
        peer: { address: '127.0.0.1', port: peer.localPort },
        role: 'accepted',
        listenerPids: [pid],
        unsentBytes: 0,
      });
      expect(socket?.holders).toHaveLength(1);
      expect(socket?.holders[0]?.pid).toBe(pid);
      expect(existsSync(`/proc/${pid}/fd/${socket?.holders[0]?.fd ?? ''}`)).toBe(true);
      expect(Math.abs(sample.at - (socket?.since ?? 0))).toBeLessThan(10_000);
      child.stdin?.write('close\n');
      expect((await eventually(() => subject.sample([pid]), count(0))).closeWait).toEqual([]);
    },
  );

  test('a late look tells the age by the kernel, and says when it is exact', async () => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN('127.0.0.1'));
    const begun = Date.now();
    await halfClosedPeer(port);
    await eventually(() => sampler().sample([pid]), accepted(1));
    const connected = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const { closeWait, tookMs } = await sampler().sample([pid]);
    const [socket] = closeWait;
    expect(socket?.sinceExact).toBe(true);
    expect(socket?.since).toBeGreaterThanOrEqual(begun - 50);
    expect(socket?.since).toBeLessThanOrEqual(connected + tookMs + 50);
  });

  test.each(['::1', '::'])('IPv6 sockets on %s, an IPv4-mapped one written as IPv4', async (host) => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN(host));
    await halfClosedPeer(port, 'x', '::1');
    if (host === '::') await halfClosedPeer(port, 'x', '127.0.0.1');
    for (const runner of [systemRunner, withoutSs]) {
      const sample = await eventually(() => sampler(runner).sample([pid]), accepted(host === '::' ? 2 : 1));
      const locals = sample.closeWait.map((socket) => socket.local.address).sort();
      expect(locals).toEqual(host === '::' ? ['127.0.0.1', '::1'] : ['::1']);
      expect(sample.closeWait.every((socket) => socket.role === 'accepted')).toBe(true);
    }
  });

  test('a socket that a child inherited is one row held by two, and stays when only the child holds it', async () => {
    const {
      child,
      pid,
      first: port,
    } = await startProgram<number>(`
      const { spawn } = require('child_process');
      const server = require('net').createServer({ allowHalfOpen: true }, (socket) => {
        const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); process.stdin.on("end", () => process.exit()).resume()'],
          { stdio: ['pipe', 'ignore', 'ignore', socket] });
        process.stdin.on('data', () => socket.destroy());
      }).listen(0, '127.0.0.1', () => console.log(server.address().port));
    `);
    await halfClosedPeer(port);
    const subject = sampler();
    const held = (holders: number) => (sample: Sample) => sample.closeWait[0]?.holders.length === holders;
    const both = await eventually(() => subject.sample([pid]), held(2));
    expect(both.closeWait).toHaveLength(1);
    expect(both.closeWait[0]?.holders.map((holder) => holder.pid)).toContain(pid);
    child.stdin?.write('close\n');
    const left = await eventually(() => subject.sample([pid]), held(1));
    expect(left.closeWait).toHaveLength(1);
    expect(left.closeWait[0]?.holders[0]?.pid).not.toBe(pid);
    const holder = left.processes?.find((process) => process.pid === left.closeWait[0]?.holders[0]?.pid);
    expect(holder?.root).toBe(pid);
  });

  test('connections that a blocked program has not accepted are its backlog', async () => {
    const { pid, first: port } = await startProgram<number>(`
      const server = require('net').createServer().listen(0, '127.0.0.1', () => {
        require('fs').writeSync(1, server.address().port + '\\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      });
    `);
    await Promise.all([halfClosedPeer(port, 'abc'), halfClosedPeer(port, 'abc')]);
    for (const runner of [systemRunner, withoutSs]) {
      const { closeWait } = await eventually(() => sampler(runner).sample([pid]), count(2));
      expect(closeWait).toHaveLength(2);
      for (const socket of closeWait) {
        expect(socket).toMatchObject({
          role: 'backlog',
          holders: [],
          listenerPids: [pid],
          unreadBytes: 3,
          eofUnread: true,
        });
      }
    }
  });

  test('counts by state take in the closing states of the listening port', async () => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN('127.0.0.1'));
    await halfClosedPeer(port);
    await eventually(() => sampler().sample([pid]), accepted(1));
    for (const runner of [systemRunner, withoutSs]) {
      expect(await sampler(runner).countStates([pid])).toMatchObject({ LISTEN: 1, CLOSE_WAIT: 1 });
    }
  });

  test('a process that ended is said to have ended', async () => {
    const { child, pid, first: port } = await startProgram<number>(HALF_OPEN('127.0.0.1'));
    await halfClosedPeer(port);
    const subject = sampler();
    await eventually(() => subject.sample([pid]), count(1));
    child.kill('SIGKILL');
    const sample = await eventually(
      () => subject.sample([pid]),
      (look) => look.gone?.length === 1,
    );
    expect(sample.closeWait).toEqual([]);
    expect(sample.limitation).toBe(`Process ${pid} has ended.`);
  });
});
