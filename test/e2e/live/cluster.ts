/** A cluster of two workers and a forked child; each leaves its sockets half open. The child listens on $PORT + 1. */
import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { createServer } from 'node:net';

const PORT = Number(process.env['PORT']);
const isChild = process.argv[2] === 'child';

function serve(port: number): void {
  createServer({ allowHalfOpen: true }, (socket) => socket.resume()) // half-open
    .listen(port, '127.0.0.1', () => {
      console.log(`pid ${process.pid} listens on ${port}`);
    });
}

if (isChild) {
  serve(PORT + 1);
} else if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
  fork(import.meta.filename, ['child']);
} else {
  serve(PORT);
}
