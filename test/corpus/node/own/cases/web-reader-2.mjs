import { createServer } from 'node:net';
import { Duplex } from 'node:stream';

async function size(readable) {
  let total = 0;
  for await (const chunk of readable) total += chunk.byteLength;
  return total;
}

createServer((socket) => {
  socket.on('error', () => {});
  const { readable } = Duplex.toWeb(socket);
  size(readable).then((n) => console.log(n), console.error);
}).listen(process.env.PORT, '127.0.0.1');
