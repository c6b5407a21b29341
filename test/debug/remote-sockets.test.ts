import { describe, expect, test } from 'vitest';
import { RemoteSockets } from '../../src/debug/remote-sockets.js';
import { described, flags, PLACES, session, snapshot } from './node-session.js';

/** Half open, only reading, ended by the program itself, being destroyed. */
const MIXED = snapshot(
  described(1),
  described(2, flags('reading')),
  described(3, flags('ended', 'ending')),
  described(4, flags('ended', 'destroyed')),
);

describe('a Node.js program on another host', () => {
  test('shows the sockets whose end was read and that it keeps, with cause and line', async () => {
    const told = await new RemoteSockets().look(
      'p',
      [session({ ...PLACES, 'evaluate clipboard': MIXED })],
      50,
    );
    expect(told).toMatchObject([
      {
        socket: {
          id: 'node:p:80/1',
          state: 'CLOSE_WAIT',
          local: { address: '127.0.0.1', port: 80 },
          peer: { port: 1 },
          since: 50,
          sinceExact: false,
          holders: [],
        },
        site: { cause: 'half-open', place: { file: '/app/src/server.ts', line: 6 } },
      },
    ]);
  });

  test('remembers when a socket was first seen so, until it is gone', async () => {
    let answer = MIXED;
    const node = session({ ...PLACES, 'evaluate clipboard': (args) => answer(args) });
    const sockets = new RemoteSockets();
    const since = async (at: number) => (await sockets.look('p', [node], at))[0]?.socket.since;
    expect([await since(50), await since(90)]).toEqual([50, 50]);
    answer = snapshot();
    expect(await since(100)).toBeUndefined();
    answer = MIXED;
    expect(await since(110)).toBe(110);
    sockets.keep(new Set());
    expect(await since(120)).toBe(120);
  });

  test('that does not answer rejects with a sentence', async () => {
    const silent = session({ 'evaluate clipboard': () => ({ result: '"what?"' }) });
    await expect(new RemoteSockets().look('p', [silent], 1)).rejects.toThrow('no list of its sockets.');
  });
});
