import { createServer, type Socket } from 'node:net';
import { Writable } from 'node:stream';

interface Event {
  readonly name?: string;
}

class Ingest extends Writable {
  private rest = '';

  constructor(private readonly sink: (event: Event) => void) {
    super({ decodeStrings: false, defaultEncoding: 'utf8' });
  }

  override _write(chunk: Buffer | string, _encoding: string, done: (error?: Error | null) => void): void {
    const lines = (this.rest + chunk.toString()).split('\n');
    this.rest = lines.pop() ?? '';
    try {
      for (const line of lines) this.sink(JSON.parse(line) as Event);
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

const server = createServer((socket: Socket) => {
  const ingest = new Ingest((event) => console.log(event.name));
  socket.on('error', (error) => console.warn('peer', error.message));
  ingest.on('error', (error) => console.warn('ingest', error.message));
  socket.pipe(ingest);
});
server.listen(Number(process.env.PORT));
