import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

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
    // The second piece must come after the program has taken the first.
    await delay(300);
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
