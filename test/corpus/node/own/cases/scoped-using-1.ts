import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';

class Lease implements Disposable {
  constructor(readonly socket: Socket) {}
  [Symbol.dispose](): void {
    this.socket.removeAllListeners('data');
    this.socket.resume();
  }
}

async function serve(socket: Socket): Promise<void> {
  using lease = new Lease(socket);
  let bytes = 0;
  lease.socket.on('data', (d: Buffer) => (bytes += d.length));
  await once(lease.socket, 'end');
  lease.socket.write(`${bytes}\n`);
}

createServer({ allowHalfOpen: true }, (socket) => {
  serve(socket).catch((error: unknown) => console.error(error));
}).listen(Number(process.env.PORT), '127.0.0.1');
