import { createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

class FrameSocket extends Duplex {
  constructor(private readonly socket: Socket) {
    super({ readableObjectMode: true });
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.socket.end(done);
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  const frames = new FrameSocket(socket);
  frames.on('error', (error) => console.error(error.message));
  frames.on('data', (frame: Buffer) => frames.write(`got ${frame.length}\n`));
  frames.on('end', () => frames.end());
}).listen(Number(process.env.PORT));
