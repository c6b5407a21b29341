import { createServer } from 'node:net';
import * as readline from 'node:readline';

let sessions = 0;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const lines = readline.createInterface({ input: socket, crlfDelay: Infinity });
  sessions += 1;
  lines
    .on('line', (line) => {
      if (line === 'PING') socket.write('PONG\n');
    })
    .on('close', () => {
      sessions -= 1;
      socket.end('BYE\n');
    });
  lines.on('error', () => lines.close());
});

server.listen(Number(process.env.PORT), () => console.log('ready', sessions));
