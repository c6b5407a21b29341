import * as tcp from 'node:net';
import { createServer as listenFor } from 'node:net';

const motd = 'all systems normal\n';

function greet(connection: tcp.Socket): void {
  connection.on('error', () => undefined);
  connection.cork();
  connection.write(motd);
  connection.uncork();
  connection.on('readable', () => {
    while (connection.read() !== null) continue;
  });
}

listenFor(greet).listen(Number(process.env.PORT), '127.0.0.1');
