import { createServer, type Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';

const LIMIT = 700;

function bounded(socket: Socket): Socket {
  return addAbortSignal(AbortSignal.timeout(LIMIT), socket);
}

createServer({ allowHalfOpen: true }, (raw) => {
  const socket = bounded(raw);
  socket.on('error', (error) => {
    if (error.name !== 'AbortError') console.error(error);
  });
  socket.on('data', (chunk: Buffer) => socket.write(chunk.toString('hex')));
}).listen(Number(process.env.PORT));
