import { createServer, type Socket } from 'node:net';

function firstChunk(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(chunk);
    });
  });
}

createServer(async (socket) => {
  socket.on('error', () => undefined);
  const chunk = await firstChunk(socket);
  socket.write(chunk.toString().toUpperCase());
  socket.resume();
}).listen(Number(process.env.PORT), '127.0.0.1');

