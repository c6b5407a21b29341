import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

async function store(socket: Socket): Promise<string> {
  const name = join(tmpdir(), `drop-${randomUUID()}`);
  await pipeline(socket, createWriteStream(name));
  return name;
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined);
  store(socket)
    .then((name) => console.log('stored', name))
    .catch((error: unknown) => {
      console.error(error);
      socket.destroy();
    });
});

server.listen(Number(process.env.PORT));
