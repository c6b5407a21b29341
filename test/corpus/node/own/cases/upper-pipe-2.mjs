import { createServer } from 'node:net';
import { Transform } from 'node:stream';

class Upper extends Transform {
  #lines = 0;

  _transform(chunk, encoding, callback) {
    this.#lines += chunk.toString().split('\n').length - 1;
    callback(null, chunk.toString().toUpperCase());
  }

  get lines() {
    return this.#lines;
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  const upper = new Upper();
  socket.on('error', (error) => console.error(error.code));
  upper.on('end', () => socket.end(`# ${upper.lines} lines\n`));
  socket.pipe(upper).pipe(socket, { end: false });
}).listen(process.env.PORT);
