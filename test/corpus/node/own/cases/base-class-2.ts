import { createServer, type Socket } from 'node:net';

abstract class Peer {
  constructor(protected readonly socket: Socket) {
    socket.on('data', (d: Buffer) => this.received(d));
    socket.on('end', () => this.ended());
    socket.on('error', () => undefined);
  }

  protected abstract received(data: Buffer): void;

  protected ended(): void {
    this.socket.unref();
  }
}

class Echo extends Peer {
  protected override received(data: Buffer): void {
    this.socket.write(data);
  }

  protected override ended(): void {
    this.socket.end();
  }
}

createServer({ allowHalfOpen: true }, (socket) => void new Echo(socket)).listen(Number(process.env.PORT), '127.0.0.1');
