import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';

class Channel extends Readable {
  constructor(private readonly socket: Socket) {
    super({ highWaterMark: 1024 });
    socket.on('data', (chunk) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.socket.resume();
  }
}

createServer((socket) => {
  const channel = new Channel(socket);
  let length = 0;
  channel.on('data', (chunk: Buffer) => (length += chunk.length));
  channel.on('end', () => console.log('received', length));
  channel.on('error', () => console.log('broken'));
}).listen(Number(process.env.PORT));
