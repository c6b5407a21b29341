import { createServer, type Socket } from 'node:net';
import { decode, encode, BYE } from './codec';
import { listenOptions } from './config';

let sessions = 0;

async function session(socket: Socket): Promise<void> {
  const id = ++sessions;
  for await (const frame of decode(socket)) {
    if (frame.type === BYE) break;
    const text = frame.body.toString('latin1').toUpperCase();
    socket.write(encode({ type: frame.type, body: Buffer.from(text) }));
  }
  console.log(`session ${id} over`);
  socket.end();
}

const server = createServer(listenOptions);
server.on('connection', (socket: Socket) => {
  socket.on('error', (error) => console.error(error.message));
  session(socket).catch((error: Error) => {
    console.error(error.message);
    socket.destroy();
  });
});
server.listen(Number(process.env.PORT));
