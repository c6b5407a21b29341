import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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

async function receive(socket) {
  try {
    await pipeline(socket, createGunzip(), counter());
  } catch (error) {
    totals.broken++;
    console.error('broken upload:', error.code);
  }
}

const server = createServer(receive);
server.on('connection', (socket) => socket.on('error', () => {}));
server.listen(Number(process.env.PORT));
