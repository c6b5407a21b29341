import { afterEach, describe, expect, test } from 'vitest';
import { openCdp } from '../../src/debug/cdp.js';
import { diagnose } from '../../src/debug/diagnosis.js';
import { searchHeap } from '../../src/debug/heap-search.js';
import type { NodeSnapshot } from '../../src/debug/node-snapshot.js';
import { eventually, halfClosedPeer } from '../sampler/program.js';
import { endInspected, inspected, snapshotBy } from './inspected.js';

/** Two sockets stay half open; the second is not listed. */
const SOURCE = `
  let count = 0;
  const kept = [];
  require('net').createServer({ allowHalfOpen: true }, (socket) => {
    kept.push(socket.resume());
    if (kept.length === 2) socket.unref();
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

afterEach(endInspected);

describe.skipIf(typeof WebSocket === 'undefined')(
  'a search of the heap (left out where Node.js has no WebSocket)',
  () => {
    test('finds the socket that the handle list leaves out, and it is explained like any other', async () => {
      const { cdp, port } = await inspected(SOURCE);
      await halfClosedPeer(port);
      await halfClosedPeer(port);
      const ended = (snapshot: NodeSnapshot) =>
        snapshot.sockets.filter(({ endEmitted }) => endEmitted).length;
      const before = await eventually(
        () => snapshotBy(cdp),
        (snapshot) => ended(snapshot) === 1,
      );
      expect(before.total).toBe(1);
      expect(await searchHeap(cdp)).toBe(2);
      const after = await snapshotBy(cdp);
      expect(after.total).toBe(2);
      expect(after.sockets.map((socket) => diagnose(socket))).toEqual(['half-open', 'half-open']);
    });

    test('a refused command and an address where nobody answers are sentences', async () => {
      const { cdp } = await inspected(SOURCE);
      await expect(cdp.send('No.such', {})).rejects.toThrow('The debugger refused No.such.');
      await expect(openCdp('ws://127.0.0.1:1')).rejects.toThrow('The debugger does not answer.');
    });
  },
);
