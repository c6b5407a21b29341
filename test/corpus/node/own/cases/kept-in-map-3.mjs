import { createServer } from 'node:net';

const seen = new Map();
let next = 0;

createServer((socket) => {
  seen.set(++next, socket);
  socket.on('data', (d) => console.log(next, d.length));
  socket.on('error', () => {});
}).listen(process.env.PORT, '127.0.0.1');
