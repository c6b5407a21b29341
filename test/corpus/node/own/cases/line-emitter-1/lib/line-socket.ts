import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

interface Events {
  line: [string];
  end: [];
}

export class LineSocket extends EventEmitter<Events> {
  private rest = '';

  constructor(private readonly socket: Socket) {
    super();
    socket.setEncoding('utf8');
    socket.on('data', (text) => this.take(String(text)));
    socket.on('end', () => this.emit('end'));
    socket.on('error', () => socket.destroy());
  }

  close(): void {
    this.socket.end();
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.emit('line', line);
  }
}
