import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { openCdp, type Cdp } from '../../src/debug/cdp.js';
import { parseSnapshot, type NodeSnapshot } from '../../src/debug/node-snapshot.js';
import { fieldsOf } from '../../src/debug/session.js';
import { snapshotExpression } from '../../src/debug/snapshot-expression.js';
import { endPrograms } from '../sampler/program.js';

const open: { close?: () => void; kill?: ChildProcess['kill'] }[] = [];

/** Ends all that was started here and in the sampler's programs. */
export function endInspected(): void {
  endPrograms();
  for (const one of open.splice(0)) {
    one.close?.();
    one.kill?.('SIGKILL');
  }
}

/** A program with its inspector open, and the number that it prints first. @param run how Node.js is told to run it. */
export async function inspected(
  source: string,
  run: readonly string[] = ['-e', source],
): Promise<{ cdp: Cdp; port: number }> {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', ...run], {
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

/** What a program tells of all its sockets. */
export async function snapshotBy(cdp: Cdp): Promise<NodeSnapshot> {
  const snapshot = parseSnapshot(await valueBy(cdp, snapshotExpression(undefined)));
  if (snapshot === undefined) throw new Error('No snapshot.');
  return snapshot;
}

/** The value of an expression in a program, as text. */
export async function valueBy(cdp: Cdp, expression: string): Promise<string> {
  const order = { expression, includeCommandLineAPI: true, returnByValue: true };
  const { result } = await cdp.send('Runtime.evaluate', order);
  return String(fieldsOf(result)['value']);
}
