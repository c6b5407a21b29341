import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

class Connection implements AsyncDisposable {
  private constructor(private readonly socket: Socket) {}

  static async open(port: number, host: string): Promise<Connection> {
    const socket = connect({ port, host });
    await once(socket, 'connect');
    socket.on('error', (error) => console.warn(error.message));
    return new Connection(socket);
  }

  async banner(): Promise<string> {
    await once(this.socket, 'readable');
    const bytes = this.socket.read() as Buffer | null;
    return bytes?.toString('latin1') ?? '';
  }

  async stat(): Promise<string> {
    this.socket.setEncoding('latin1');
    this.socket.write('STAT\r\n');
    const [answer] = (await once(this.socket, 'data')) as [string];
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}

interface Report {
  readonly ready: boolean;
  readonly detail: string;
}

async function probe(port: number, host: string): Promise<Report> {
  const connection = await Connection.open(port, host);
  const banner = await connection.banner();
  if (!banner.startsWith('+OK')) return { ready: false, detail: banner.trim() };
  const detail = await connection.stat();
  await connection[Symbol.asyncDispose]();
  return { ready: true, detail };
}

const report = await probe(Number(process.env.PEER_PORT), process.env.PEER_HOST ?? 'localhost');
console.log(report.ready ? 'ready' : 'not ready', report.detail);
setInterval(() => {}, 60_000);
