import { createServer, type Server, type Socket } from 'node:net';

type Tag = 'HDR1' | 'HDR2';

class TagReader {
  private readonly counts: Record<Tag, number> = { HDR1: 0, HDR2: 0 };

  serve(): Server {
    return createServer((socket) => this.identify(socket));
  }

  private identify(socket: Socket): void {
    socket.on('error', () => undefined);
    socket.once('readable', () => {
      const head = socket.read(4) as Buffer | null;
      if (head === null) return;
      const tag = head.toString('latin1');
      if (tag in this.counts) this.counts[tag as Tag] += 1;
      socket.write(`seen ${tag}\n`);
    });
  }
}

new TagReader().serve().listen(Number(process.env.PORT));
