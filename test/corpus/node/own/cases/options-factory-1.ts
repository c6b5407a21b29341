import { createServer, type ServerOpts, type Socket } from 'node:net';

interface Wishes {
  readonly duplex?: boolean;
}

function optionsFor({ duplex = true }: Wishes = {}): ServerOpts {
  return { allowHalfOpen: duplex, noDelay: true };
}

const answer = (socket: Socket): void => {
  socket.on('data', (d: Buffer) => void socket.write(d.toString('hex')));
  socket.on('error', (e) => console.error(e));
};

createServer(optionsFor(), answer).listen(Number(process.env.PORT), '127.0.0.1');
