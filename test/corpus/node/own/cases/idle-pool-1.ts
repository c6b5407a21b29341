import net from 'node:net';

class Pool {
  private readonly idle: net.Socket[] = [];

  constructor(
    private readonly port: number,
    private readonly host: string,
  ) {}

  private async acquire(): Promise<net.Socket> {
    const free = this.idle.pop();
    if (free && !free.destroyed) return free;
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, this.host, () => {
        socket.off('error', reject);
        socket.on('error', () => socket.destroy());
        resolve(socket);
      });
      socket.once('error', reject);
    });
  }

  private release(socket: net.Socket): void {
    socket.removeAllListeners('data');
    socket.pause();
    this.idle.push(socket);
  }

  async ask(question: string): Promise<string> {
    const socket = await this.acquire();
    return new Promise((resolve) => {
      socket.on('data', (data) => {
        this.release(socket);
        resolve(data.toString());
      });
      socket.resume();
      socket.write(`${question}\n`);
    });
  }
}

const pool = new Pool(Number(process.env.PEER_PORT), process.env.PEER_HOST ?? '');
console.log(await pool.ask('ping'));
setInterval(() => console.log('idle'), 60_000);
