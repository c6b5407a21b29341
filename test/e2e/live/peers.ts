import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../../../scripts/lib/run.ts';

const UPGRADE = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
const HOST = '127.0.0.1';

/** Peers that send, half-close and stay, until they are let go. */
export class Peers {
  readonly #sockets: Socket[] = [];

  /** `count` peers that are silent as yet. */
  open(port: number, count: number): Promise<readonly Socket[]> {
    return Promise.all(Array.from({ length: count }, () => this.#connect(port)));
  }

  /** `count` peers that send one line and then another, and half-close. */
  async halfClose(port: number, count: number, text = 'one\n'): Promise<void> {
    const sockets = await this.open(port, count);
    for (const socket of sockets) socket.write(text);
    await taken(port);
    for (const socket of sockets) socket.end('two\n');
  }

  upgradeAndHalfClose(port: number, count: number): Promise<void> {
    return this.halfClose(port, count, UPGRADE);
  }

  leave(): void {
    for (const socket of this.#sockets.splice(0)) socket.destroy();
  }

  #connect(port: number): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: HOST, port, allowHalfOpen: true }, () => {
        resolve(socket);
      });
      socket.on('error', reject).resume();
      this.#sockets.push(socket);
    });
  }
}

const PATIENCE_MS = 3_000;

/**
 * Waits until the program has taken all that was sent to a port: what comes next is a piece of its own. A program that
 * stands still or does not keep up is not waited for.
 */
async function taken(port: number): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  while (Date.now() < limit) {
    const rows = await run('ss', ['-Htn', 'state', 'established', `( sport = :${port} )`]);
    const unread = rows.split('\n').filter((row) => row.trim() !== '' && !/^\s*0\s/.test(row));
    if (rows.trim() !== '' && unread.length === 0) break;
    await delay(100);
  }
  // Read from the kernel is not yet handed to its listener.
  await delay(100);
}
