import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const totals = { bytes: 0, broken: 0 };

function counter() {
  return new Writable({
    write(chunk, _encoding, done) {
      totals.bytes += chunk.length;
      done();
    },
  });
}

function receive(socket) {
  const gunzip = createGunzip();
  gunzip.on('error', (error) => {
    totals.broken++;
    console.error('broken upload:', error.code);
  });
  socket.pipe(gunzip).pipe(counter());
}

const server = createServer(receive);
server.on('connection', (socket) => socket.on('error', () => {}));
server.listen(Number(process.env.PORT));
