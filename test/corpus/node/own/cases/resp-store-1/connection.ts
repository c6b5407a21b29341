import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

export class Connection extends EventEmitter {
  private buffered = '';

  constructor(private readonly socket: Socket) {
    super();
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.feed(text));
    socket.on('end', () => this.emit('disconnect'));
    socket.on('error', () => this.emit('disconnect'));
  }

  reply(text: string): void {
    this.socket.write(text + '\r\n');
  }

  close(): void {
    this.socket.end();
  }

  private feed(text: string): void {
    this.buffered += text;
    const parts = this.buffered.split('\r\n');
    while (parts.length > 2 && parts[0]?.startsWith('*')) {
      const count = Number(parts[0].slice(1));
      if (parts.length < 1 + 2 * count + 1) break;
      const words = parts.slice(1, 1 + 2 * count).filter((_, index) => index % 2 === 1);
      parts.splice(0, 1 + 2 * count);
      this.emit('command', words[0]?.toUpperCase(), words.slice(1));
    }
    this.buffered = parts.join('\r\n');
  }
}
