import { createServer, type Socket } from 'node:net';

interface Entry {
  readonly socket: Socket;
  last: number;
}

const entries = new Set<Entry>();

setInterval(() => {
  const oldest = Date.now() - 700;
  for (const entry of entries) {
    if (entry.last < oldest) {
      entries.delete(entry);
      entry.socket.destroy();
    }
  }
}, 200);

createServer({ allowHalfOpen: true }, (socket) => {
  const entry: Entry = { socket, last: Date.now() };
  entries.add(entry);
  socket.on('data', () => {
    entry.last = Date.now();
    socket.write('pong\n');
  });
  socket.on('error', () => entries.delete(entry));
}).listen(Number(process.env.PORT), '127.0.0.1');
