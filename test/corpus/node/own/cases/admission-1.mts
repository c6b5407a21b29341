import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const banned = new Set(['127.0.0.1', '::ffff:127.0.0.1']);

async function admitted(address: string | undefined): Promise<boolean> {
  await delay(20);
  return address !== undefined && !banned.has(address);
}

async function session(socket: net.Socket): Promise<void> {
  socket.pause();
  const ok = await admitted(socket.remoteAddress);
  if (!ok) {
    console.warn('refused %s', socket.remoteAddress);
    return;
  }
  socket.on('data', (line) => socket.write(`echo ${line}`));
  socket.resume();
}

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.error(error.message));
  session(socket).catch((error) => {
    console.error(error);
    socket.destroy();
  });
});
server.listen(process.env.PORT);
