import { createServer } from 'node:net';
import { greet } from '#lib/greet';

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.error(error.code));
  greet(socket, 'own names 1.0');
});
server.listen(Number(process.env.PORT));
