import { createServer } from 'node:net';

const PER_WINDOW = 3;

createServer((socket) => {
  let seen = 0;
  socket.on('error', () => undefined);
  socket.on('data', (d: Buffer) => {
    seen += d.length;
    if (seen > PER_WINDOW) socket.pause();
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
