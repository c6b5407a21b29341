import { createServer, Socket } from 'node:net';

abstract class Session {
  private readonly deadline: NodeJS.Timeout;

  constructor(protected readonly socket: Socket) {
    this.deadline = setTimeout(() => this.socket.destroy(), 900);
    socket.on('data', (data: Buffer) => this.receive(data));
    socket.on('error', () => undefined);
    socket.on('close', () => clearTimeout(this.deadline));
  }

  protected abstract receive(data: Buffer): void;
}

class Echo extends Session {
  protected receive(data: Buffer): void {
    this.socket.write(data);
  }
}

createServer({ allowHalfOpen: true }, (socket) => void new Echo(socket)).listen(Number(process.env.PORT));
