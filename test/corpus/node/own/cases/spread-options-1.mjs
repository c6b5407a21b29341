import { createServer } from 'node:net';

const defaults = { noDelay: true, keepAlive: true };
const tcp = { ...defaults, allowHalfOpen: true };

const server = createServer({ ...tcp, highWaterMark: 32768 }, (socket) => {
  socket.on('data', (d) => socket.write(d));
  socket.on('error', () => {});
});
server.listen(process.env.PORT, '127.0.0.1');
