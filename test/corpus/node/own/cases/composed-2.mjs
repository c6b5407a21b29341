import { createServer } from 'node:net';
import { Transform } from 'node:stream';
import { compose } from 'node:stream';

const upper = () =>
  new Transform({
    transform(chunk, _encoding, done) {
      done(null, chunk.toString().toUpperCase());
    },
  });

async function shout(socket) {
  const loud = compose(socket, upper());
  let length = 0;
  loud.on('data', (text) => {
    length += text.length;
    socket.write(text);
  });
  loud.on('end', () => {
    console.log('shouted', length);
    socket.end();
  });
  loud.on('error', (error) => socket.destroy(error));
}

createServer({ allowHalfOpen: true }, (socket) => void shout(socket)).listen(Number(process.env.PORT));
