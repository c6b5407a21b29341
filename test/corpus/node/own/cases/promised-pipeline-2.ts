import { createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { PassThrough, Writable } from 'node:stream';

const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

async function store(socket: Socket): Promise<void> {
  try {
    await pipeline(socket, new PassThrough(), sink());
    console.log('stored');
  } catch (error) {
    console.error('failed', error);
  } finally {
    socket.end();
  }
}

createServer({ allowHalfOpen: true }, (socket) => void store(socket)).listen(Number(process.env.PORT), '127.0.0.1');
