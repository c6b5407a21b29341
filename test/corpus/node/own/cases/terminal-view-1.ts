import { createServer, type Server, type Socket } from 'node:net';

abstract class Channel {
  protected abstract readonly socket: Socket;

  get peer(): string {
    return `${this.socket.remoteAddress ?? '?'}:${this.socket.remotePort ?? 0}`;
  }

  protected bind(): void {
    this.stream.on('data', (chunk) => this.onData(chunk));
    this.stream.on('end', () => this.onEnd());
    this.stream.on('error', (error) => this.onError(error));
  }

  protected get stream(): Socket {
    return this.socket;
  }

  protected abstract onData(chunk: Buffer): void;

  protected onEnd(): void {
    this.flush();
  }

  protected onError(error: Error): void {
    console.error(`${this.peer}: ${error.message}`);
  }

  protected abstract flush(): void;
}

class TerminalView extends Channel {
  private rows: string[] = [];

  constructor(
    protected readonly socket: Socket,
    private readonly width = 80,
  ) {
    super();
    this.bind();
  }

  protected onData(chunk: Buffer): void {
    for (const row of chunk.toString('latin1').split('\n')) {
      this.rows.push(row.slice(0, this.width));
    }
    if (this.rows.length > 24) this.flush();
  }

  protected flush(): void {
    for (const row of this.rows) this.stream.write(`${row.padEnd(this.width)}|\n`);
    this.rows = [];
  }
}

const views: TerminalView[] = [];

function start(port: number, { allowHalfOpen = true } = {}): Server {
  return createServer({ allowHalfOpen }, (socket) => {
    views.push(new TerminalView(socket));
  }).listen(port);
}

start(Number(process.env.PORT));
