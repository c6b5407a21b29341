import { createServer } from 'node:net';

createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume();
  socket.on('error', () => {});
  socket.on('end', () => {
    if (socket.destroyed) socket.end();
  });
}).listen(process.env.PORT, '127.0.0.1');
