/** Listens on $PORT; its sockets stay half open, and unref() takes them off the list of active handles. */
import { createServer } from 'node:net';

const sockets = new Set<object>();
const server = createServer({ allowHalfOpen: true }, (socket) => sockets.add(socket.resume().unref())); // hidden
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('ready');
});
