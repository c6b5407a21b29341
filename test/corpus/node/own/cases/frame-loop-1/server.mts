import { createServer } from 'node:net';
import { frames } from './frames.mts';

const server = createServer({ allowHalfOpen: true });

server.on('connection', async (socket) => {
  socket.on('error', (error) => console.error(error.message));
  let count = 0;
  try {
    for await (const frame of frames(socket)) {
      count++;
      socket.write(`${count} ${frame}\n`);
    }
  } catch (error) {
    console.error('broken off', error);
  }
  console.log('frames', count);
});
server.listen(Number(process.env.PORT));
