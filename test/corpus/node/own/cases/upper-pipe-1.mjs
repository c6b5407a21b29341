import { createServer } from 'node:net';
import { Transform } from 'node:stream';

class Upper extends Transform {
  #lines = 0;

  _transform(chunk, encoding, callback) {
    this.#lines += chunk.toString().split('\n').length - 1;
    callback(null, chunk.toString().toUpperCase());
  }

  _flush(callback) {
    callback(null, `# ${this.#lines} lines\n`);
  }
}

createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.error(error.code));
  socket.pipe(new Upper()).pipe(socket, { end: false });
}).listen(process.env.PORT);
