import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { checkOrder, probe, ProbeRefused, probeText } from '../../src/sampler/probe.js';
import { createSampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import { endPrograms, startProgram } from './program.js';

const target = (port: number, address = '127.0.0.1') => ({
  target: { address, port },
  connections: 3,
  text: 'hello',
});

function server(options: string, handler: string, host = '127.0.0.1') {
  return startProgram<number>(`
    const kept = [];
    const server = require('net').createServer(${options}, ${handler})
      .listen(0, '${host}', () => console.log(server.address().port));
  `);
}

describe('the probe', () => {
  afterEach(endPrograms);

  test('a program that closes: all closed, in so many milliseconds', async () => {
    const { first: port } = await server('{}', 'socket => socket.resume()');
    const report = await probe(target(port));
    expect(report).toMatchObject({ connections: 3, stuck: [], sockets: [] });
    expect(report.allClosedMs).toBeGreaterThanOrEqual(0);
    expect(probeText(report)).toBe(`All 3 connections closed in ${report.allClosedMs ?? NaN} ms.`);
  });

  test.skipIf(process.platform !== 'linux')(
    'a program that does not: which ones, as the kernel shows them',
    async () => {
      const { pid, first: port } = await server(
        '{ allowHalfOpen: true }',
        'socket => { if (kept.push(socket.resume()) > 1) socket.end(); }',
      );
      const sampler = createSampler('linux', systemDeps);
      const report = await probe(target(port), () => sampler.sample([pid]));
      expect(report.stuck).toHaveLength(1);
      expect(report.allClosedMs).toBeUndefined();
      expect(report.sockets).toMatchObject([
        { state: 'CLOSE_WAIT', peer: report.stuck[0], holders: [{ pid }] },
      ]);
      expect(probeText(report)).toBe('1 of 3 connections stuck in CLOSE_WAIT.');
    },
  );

  test('the text arrives before the end', async () => {
    const { first: port } = await server(
      '{ allowHalfOpen: true }',
      `socket => {
      let text = '';
      socket.on('data', (chunk) => { text += chunk; }).on('end', () => { if (text === 'hello') socket.end(); });
    }`,
    );
    expect((await probe(target(port))).stuck).toEqual([]);
    expect((await probe({ ...target(port), connections: 1, text: 'other' })).stuck).toHaveLength(1);
  });

  test('a reset closes too', async () => {
    const { first: port } = await server('{}', 'socket => socket.on("data", () => socket.resetAndDestroy())');
    expect((await probe(target(port))).stuck).toEqual([]);
  });

  test('IPv6', async () => {
    const { first: port } = await server('{}', 'socket => socket.resume()', '::1');
    expect((await probe(target(port, '::1'))).stuck).toEqual([]);
  });

  test('a kernel that cannot be asked leaves the verdict of our own side', async () => {
    const { first: port } = await server('{ allowHalfOpen: true }', 'socket => socket.resume()');
    const report = await probe(target(port), () => Promise.reject(new Error('no')));
    expect([report.stuck.length, report.sockets.length]).toEqual([3, 0]);
  });

  test('nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    await expect(probe(target(port))).rejects.toThrow(ProbeRefused);
    await expect(probe(target(port))).rejects.toThrow(
      `No connection to 127.0.0.1 port ${port}: nobody listens there.`,
    );
  });

  test.each([
    [target(80, '192.168.0.1'), 'The probe connects to this machine only, not to 192.168.0.1.'],
    [{ ...target(80), connections: 21 }, 'The number of connections must be from 1 to 20.'],
    [{ ...target(80), connections: 0 }, 'The number of connections must be from 1 to 20.'],
    [{ ...target(80), connections: NaN }, 'The number of connections must be from 1 to 20.'],
  ])('is refused: %j', async (order, sentence) => {
    expect(() => {
      checkOrder(order);
    }).toThrow(sentence);
    await expect(probe(order)).rejects.toThrow(sentence);
  });
});
