import { createServer } from 'node:net';

createServer((socket) => {
  socket.on('data', (d: Buffer) => console.log(d.length));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return;
    console.error(error);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
