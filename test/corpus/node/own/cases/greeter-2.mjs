import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const blocked = new Set(['me']);

async function isBlocked(name) {
  await delay(20);
  return blocked.has(name);
}

async function session(socket) {
  socket.write('220 mail ready\r\n');
  const [line] = await once(socket, 'data');
  socket.pause();
  const name = line.toString().trim().split(' ')[1];
  if (await isBlocked(name)) {
    socket.write('554 no\r\n');
    socket.destroySoon();
    return;
  }
  socket.on('data', (more) => socket.write(`250 ${more.length}\r\n`));
  socket.resume();
}

createServer((socket) => {
  socket.on('error', (error) => console.error(error.code));
  session(socket).catch((error) => socket.destroy(error));
}).listen(process.env.PORT);
