import { createServer } from 'node:net';
import { HOST, listener } from './config.mjs';

const server = createServer(listener, (socket) => {
  socket.on('data', (d) => socket.write(d));
  socket.on('error', () => {});
});
server.listen(process.env.PORT, HOST);
