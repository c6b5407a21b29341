import { Buffer } from 'node:buffer';
import net from 'node:net';

const archive = Buffer.alloc(32 * 1024 * 1024, 'z');

net
  .createServer()
  .on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('data', (line) => {
      if (line.toString().startsWith('GET')) socket.end(archive);
    });
  })
  .listen(process.env.PORT);
