import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { openCdp, type Cdp } from '../../src/debug/cdp.js';
import { diagnose } from '../../src/debug/diagnosis.js';
import { searchHeap } from '../../src/debug/heap-search.js';
import { parseSnapshot, type NodeSnapshot } from '../../src/debug/node-snapshot.js';
import { fieldsOf } from '../../src/debug/session.js';
import { snapshotExpression } from '../../src/debug/snapshot-expression.js';
import { endPrograms, eventually, halfClosedPeer } from '../sampler/program.js';

/** Two sockets stay half open; the second is not listed. */
const SOURCE = `
  let count = 0;
  const kept = [];
  require('net').createServer({ allowHalfOpen: true }, (socket) => {
    kept.push(socket.resume());
    if (kept.length === 2) socket.unref();
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

const open: { close?: () => void; kill?: ChildProcess['kill'] }[] = [];

afterEach(() => {
  endPrograms();
  for (const one of open.splice(0)) {
    one.close?.();
    one.kill?.('SIGKILL');
  }
});

/** A program with its inspector open, and the port it listens on. */
async function inspected(): Promise<{ cdp: Cdp; port: number }> {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', SOURCE], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  open.push(child);
  const address = new Promise<string>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /ws:\/\/\S+/.exec(line);
      if (found !== null) resolve(found[0]);
    });
  });
  const port = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const cdp = await openCdp(await address);
  open.push(cdp);
  return { cdp, port: Number(await port) };
}

async function snapshotBy(cdp: Cdp): Promise<NodeSnapshot> {
  const order = {
    expression: snapshotExpression(undefined),
    includeCommandLineAPI: true,
    returnByValue: true,
  };
  const { result } = await cdp.send('Runtime.evaluate', order);
  const snapshot = parseSnapshot(String(fieldsOf(result)['value']));
  if (snapshot === undefined) throw new Error('No snapshot.');
  return snapshot;
}

describe.skipIf(typeof WebSocket === 'undefined')(
  'a search of the heap (left out where Node.js has no WebSocket)',
  () => {
    test('finds the socket that the handle list leaves out, and it is explained like any other', async () => {
      const { cdp, port } = await inspected();
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
      const { cdp } = await inspected();
      await expect(cdp.send('No.such', {})).rejects.toThrow('The debugger refused No.such.');
      await expect(openCdp('ws://127.0.0.1:1')).rejects.toThrow('The debugger does not answer.');
    });
  },
);
