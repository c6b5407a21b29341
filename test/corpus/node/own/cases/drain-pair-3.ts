import { createServer } from 'node:net';
import { PassThrough } from 'node:stream';

createServer((socket) => {
  const sink = new PassThrough({ highWaterMark: 1 });
  sink.on('error', () => undefined).resume();
  socket.on('data', (chunk: Buffer) => {
    if (!sink.write(chunk)) {
      socket.pause();
      sink.once('drain', () => socket.resume());
    }
  });
  socket.on('end', () => sink.end());
  socket.on('error', (error) => sink.destroy(error));
}).listen(Number(process.env.PORT), '127.0.0.1');
