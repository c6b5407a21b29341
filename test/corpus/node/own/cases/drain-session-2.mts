import { once } from 'node:events';
import * as net from 'node:net';
import { finished } from 'node:stream/promises';

interface ListenOptions extends net.ServerOpts {
  readonly port: number;
  readonly banner?: string;
}

function withDefaults(options: Partial<ListenOptions> & { port: number }): ListenOptions {
  return { allowHalfOpen: true, banner: 'archive ready', ...options };
}

class Upload {
  bytes = 0;

  constructor(
    readonly socket: net.Socket,
    readonly id: number,
  ) {}

  async run(banner: string): Promise<number> {
    const { socket } = this;
    if (!socket.write(`${banner} #${this.id}\n`)) await once(socket, 'drain');
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
    });
    await finished(socket, { writable: false });
    socket.end(`${this.bytes} bytes\n`);
    return this.bytes;
  }
}

let uploads = 0;

function listen({ port, banner = '', ...rest }: ListenOptions): net.Server {
  const server = net.createServer(rest);
  server.on('connection', (socket) => {
    const upload = new Upload(socket, ++uploads);
    upload
      .run(banner)
      .then((bytes) => console.log(`upload ${upload.id}: ${bytes}`))
      .catch((error: Error) => {
        console.error(`upload ${upload.id}: ${error.message}`);
        socket.destroy();
      });
  });
  return server.listen(port);
}

listen(withDefaults({ port: Number(process.env.PORT) }));
