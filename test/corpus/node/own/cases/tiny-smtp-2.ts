import { createServer, type Socket } from 'node:net';

type State = 'greeting' | 'ready' | 'data' | 'closed';

class Session {
  private state: State = 'greeting';
  private buffer = '';

  constructor(private readonly socket: Socket) {
    socket.setEncoding('ascii');
    socket.on('data', (text) => this.receive(String(text)));
    socket.on('end', () => this.finish());
    socket.on('error', () => this.socket.destroy());
    this.reply(220, 'tiny ready');
  }

  private receive(text: string): void {
    this.buffer += text;
    for (let at = this.buffer.indexOf('\r\n'); at >= 0; at = this.buffer.indexOf('\r\n')) {
      const line = this.buffer.slice(0, at);
      this.buffer = this.buffer.slice(at + 2);
      this.command(line);
    }
  }

  private command(line: string): void {
    if (this.state === 'data') {
      if (line === '.') this.state = 'ready';
      return;
    }
    switch (line.slice(0, 4).toUpperCase()) {
      case 'HELO':
        this.state = 'ready';
        this.reply(250, 'hello');
        break;
      case 'DATA':
        this.state = 'data';
        this.reply(354, 'go on');
        break;
      case 'QUIT':
        this.reply(221, 'bye');
        this.state = 'closed';
        this.socket.end();
        break;
      default:
        this.reply(250, 'ok');
    }
  }

  private finish(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.socket.end();
  }

  private reply(code: number, text: string): void {
    this.socket.write(`${code} ${text}\r\n`);
  }
}

createServer({ allowHalfOpen: true }, (socket) => void new Session(socket)).listen(Number(process.env.PORT));
