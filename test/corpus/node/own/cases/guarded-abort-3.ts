import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

async function serve(socket: Socket): Promise<void> {
  const signal = AbortSignal.timeout(900);
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  const [first] = (await once(socket, 'data', { signal })) as [Buffer];
  socket.write(first);
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined);
  serve(socket).catch((error: Error) => console.error(error.name));
}).listen(Number(process.env.PORT));
