import { spawn, type ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sample } from '../../src/shared/sample.js';

/** A Node.js program under test, and the first line it printed, as JSON. */
export interface Program<T> {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly first: T;
}

const started: ChildProcess[] = [];
const peers: Socket[] = [];

/** Runs CommonJS source in a Node.js of its own; it must print one JSON line when it is ready.
 * Empty source: another program with its arguments. */
export async function startProgram<T>(
  source: string,
  args: readonly string[] = [],
  node = process.execPath,
): Promise<Program<T>> {
  const child = spawn(node, source === '' ? args : [...args, '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The program ended early (${code ?? 'by a signal'}).`));
    });
  });
  if (child.pid === undefined) throw new Error('No pid.');
  return { child, pid: child.pid, first: JSON.parse(line) as T };
}

/** Opens a connection on loopback, sends `text` and half-closes it: the server's side goes to CLOSE_WAIT. */
export async function halfClosedPeer(port: number, text = 'hello', host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  peers.push(socket);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.end(text);
  return socket;
}

/**
 * Whether so many stuck sockets are there, each with its descriptor: on a busy machine a peer has closed before the
 * program accepts it.
 */
export function accepted(count: number): (sample: Sample) => boolean {
  return ({ closeWait }) =>
    closeWait.length === count &&
    closeWait.every(({ role, holders }) => role === 'accepted' && holders.length === 1);
}

/** Ends everything that was started here. */
export function endPrograms(): void {
  for (const peer of peers.splice(0)) peer.destroy();
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

/** Waits until `look` gives something that passes `test`; the last look is returned when it never does. */
export async function eventually<T>(
  look: () => Promise<T>,
  test: (value: T) => boolean,
  ms = 15_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await look();
    if (test(value) || Date.now() > end) return value;
    await delay(50);
  }
}
