import { once } from 'node:events';
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface PoolOptions {
  readonly max: number;
  readonly idle: number;
}

const DEFAULTS: PoolOptions = { max: 4, idle: 30_000 };

type Waiter = (socket: Socket) => void;

/** Connections to the cache node, at most `max`; idle ones are handed out again. */
class ConnectionPool {
  readonly #target: TcpNetConnectOpts;
  readonly #options: PoolOptions;
  readonly #idle: Socket[] = [];
  readonly #waiters: Waiter[] = [];
  #open = 0;

  constructor(target: TcpNetConnectOpts, options: Partial<PoolOptions> = {}) {
    this.#target = { ...target, keepAlive: true };
    this.#options = { ...DEFAULTS, ...options };
  }

  async acquire(): Promise<Socket> {
    const socket = this.#idle.pop();
    if (socket && !socket.destroyed) return socket;
    if (this.#open < this.#options.max) return this.#dial();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  release(socket: Socket): void {
    socket.removeAllListeners('data');
    socket.pause();
    const waiter = this.#waiters.shift();
    if (waiter) waiter(socket);
    else this.#idle.push(socket);
  }

  async #dial(): Promise<Socket> {
    const socket = connect(this.#target);
    this.#open++;
    socket.once('close', () => {
      this.#open--;
    });
    socket.on('error', (error) => console.warn(error.message));
    await once(socket, 'connect');
    return socket;
  }
}

async function ask(pool: ConnectionPool, command: string): Promise<string> {
  const socket = await pool.acquire();
  try {
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } finally {
    pool.release(socket);
  }
}

const pool = new ConnectionPool({ port: Number(process.env.PEER_PORT), host: process.env.PEER_HOST });

for (;;) {
  try {
    console.log(await ask(pool, 'VERSION'));
  } catch (error) {
    console.error(error);
  }
  await delay(60_000);
}
