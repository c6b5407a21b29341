import { createServer } from 'node:net';
import { addAbortSignal } from 'node:stream';

createServer({ allowHalfOpen: true }, (socket) => {
  const controller = new AbortController();
  addAbortSignal(controller.signal, socket);
  socket.on('error', (error) => console.log(error.name));
  socket.on('data', (data) => socket.write(data));
  socket.on('end', () => controller.abort());
}).listen(Number(process.env.PORT));
