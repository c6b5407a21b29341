import { addAbortSignal, PassThrough } from 'node:stream';
import { createServer } from 'node:net';

createServer({ allowHalfOpen: true }, (socket) => {
  const copy = new PassThrough();
  copy.on('error', () => undefined).resume();
  addAbortSignal(AbortSignal.timeout(800), copy);
  socket.on('data', (d: Buffer) => copy.write(d));
  socket.on('error', (error) => console.log(error.name));
}).listen(Number(process.env.PORT), '127.0.0.1');
