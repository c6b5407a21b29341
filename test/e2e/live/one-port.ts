/** Listens on $PORT, and closes when a peer does; with LEAK set it does not. */
import { createServer } from 'node:net';

const allowHalfOpen = process.env['LEAK'] !== undefined;
createServer({ allowHalfOpen }, (socket) => socket.resume()).listen(
  Number(process.env['PORT']),
  '127.0.0.1',
  () => {
    console.log('ready');
  },
);
