import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';

class Lease implements AsyncDisposable {
  static readonly held = new Map<string, Lease>();

  constructor(
    private readonly socket: Socket,
    readonly name: string,
  ) {
    Lease.held.set(name, this);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Lease.held.delete(this.name);
    this.socket.end(`released ${this.name}\n`);
  }
}

async function hold(socket: Socket): Promise<void> {
  await using lease = new Lease(socket, `${socket.remotePort}`);
  socket.write(`leased ${lease.name}\n`);
  socket.resume();
  await once(socket, 'end');
}

createServer({ allowHalfOpen: true }, (socket) => {
  hold(socket).catch((error: Error) => console.error(error.message));
}).listen(Number(process.env.PORT));
