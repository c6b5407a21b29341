import { createServer, type Socket } from 'node:net';

type State = 'new' | 'greeted' | 'broken';

class Dialogue {
  private state: State = 'new';

  constructor(private readonly socket: Socket) {
    socket.on('data', (d: Buffer) => this.advance(d.toString()));
    socket.on('end', () => this.finish());
    socket.on('error', () => (this.state = 'broken'));
  }

  private advance(text: string): void {
    this.state = text.startsWith('HELO') ? 'greeted' : 'broken';
    this.socket.write(`${this.state}\n`);
  }

  private finish(): void {
    switch (this.state) {
      case 'new':
        this.socket.destroy();
        return;
      case 'broken':
        this.socket.end('500\n');
        return;
      case 'greeted':
        console.log('left after the greeting');
        this.socket.end();
        return;
    }
  }
}

createServer({ allowHalfOpen: true }, (socket) => void new Dialogue(socket)).listen(Number(process.env.PORT), '127.0.0.1');
