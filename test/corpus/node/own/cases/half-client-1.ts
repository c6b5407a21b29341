import net from 'node:net';

interface Reply {
  readonly text: string;
  readonly took: number;
}

class QueryClient {
  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  query(text: string): Promise<Reply> {
    const started = Date.now();
    return new Promise((resolve, reject) => {
      const socket = new net.Socket({ allowHalfOpen: true });
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('end', () => resolve({ text: Buffer.concat(chunks).toString(), took: Date.now() - started }));
      socket.once('error', reject);
      socket.connect(this.port, this.host, () => socket.write(`${text}\n`));
    });
  }
}

const client = new QueryClient(process.env.PEER_HOST ?? '127.0.0.1', Number(process.env.PEER_PORT));
const reply = await client.query('get 1').catch((error: Error) => error.message);
console.log(reply);
setInterval(() => undefined, 60_000);
