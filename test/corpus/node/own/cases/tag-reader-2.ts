import { createServer, type Server, type Socket } from 'node:net';

type Tag = 'HDR1' | 'HDR2';

class TagReader {
  private readonly counts: Record<Tag, number> = { HDR1: 0, HDR2: 0 };

  serve(): Server {
    return createServer((socket) => this.identify(socket));
  }

  private identify(socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('readable', () => {
      let chunk: Buffer | null;
      while ((chunk = socket.read() as Buffer | null) !== null) this.count(chunk);
    });
  }

  private count(chunk: Buffer): void {
    const tag = chunk.toString('latin1', 0, 4);
    if (tag in this.counts) this.counts[tag as Tag] += 1;
  }
}

new TagReader().serve().listen(Number(process.env.PORT));
