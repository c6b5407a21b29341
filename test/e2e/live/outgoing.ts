/** Connects to a server that ends at once, and never ends its own side; the line that opens is not the one that reads. */
import { connect, createServer, type Socket } from 'node:net';

const port = Number(process.env['PORT']);
const dial = (): Socket => connect({ port, host: '127.0.0.1', allowHalfOpen: true }); // dialled

function read(socket: Socket): void {
  socket.on('data', () => undefined); // read
}

createServer((peer) => peer.end()).listen(port, '127.0.0.1', () => {
  // Late enough for the debugger to have had its word.
  setTimeout(() => {
    for (let left = 3; left > 0; left--) read(dial());
    console.log('dialled');
  }, 5_000);
});
