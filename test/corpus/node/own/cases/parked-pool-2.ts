import { connect, type Socket } from 'node:net';

interface PoolOptions {
  readonly host: string;
  readonly port: number;
}

class Pool {
  private readonly idle: Socket[] = [];

  constructor(private readonly options: PoolOptions) {}

  async acquire(): Promise<Socket> {
    const ready = this.idle.pop();
    if (ready) return ready.resume();
    const socket = connect(this.options);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.on('close', () => this.forget(socket));
    return socket;
  }

  release(socket: Socket): void {
    socket.removeAllListeners('data');
    this.idle.push(socket);
  }

  private forget(socket: Socket): void {
    const at = this.idle.indexOf(socket);
    if (at >= 0) this.idle.splice(at, 1);
  }
}

async function command(pool: Pool, text: string): Promise<string> {
  const socket = await pool.acquire();
  try {
    return await new Promise<string>((resolve) => {
      socket.on('data', (reply) => resolve(reply.toString()));
      socket.write(`${text}\r\n`);
    });
  } finally {
    pool.release(socket);
  }
}

const pool = new Pool({ host: '127.0.0.1', port: Number(process.env.PEER_PORT) });
command(pool, 'PING').then(console.log, console.error);
setInterval(() => undefined, 1000);
