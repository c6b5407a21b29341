import { createServer, type Server, type Socket } from 'node:net';

class Single {
  private current?: Socket;
  private readonly server: Server;

  constructor() {
    this.server = createServer({ allowHalfOpen: true }, (socket) => {
      this.current = socket;
      socket.on('data', (d: Buffer) => this.say(d.toString()));
      socket.on('end', () => this.drop());
      socket.on('error', () => this.drop());
    });
  }

  private say(text: string): void {
    this.current?.write(text);
  }

  private drop(): void {
    this.current = undefined;
  }

  listen(port: number): void {
    this.server.listen(port, '127.0.0.1');
  }
}

new Single().listen(Number(process.env.PORT));
