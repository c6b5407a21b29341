import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

interface Tail {
  readonly socket: Socket;
  stop(): void;
}

function open(port: number): Promise<Tail> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: process.env.PEER_HOST, headers: { Connection: 'Upgrade', Upgrade: 'tail' } });
    asked.on('upgrade', (_response: IncomingMessage, socket: Socket) => {
      socket.on('error', () => socket.destroy());
      resolve({ socket, stop: () => socket.destroy() });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const tail = await open(Number(process.env.PEER_PORT));
console.log('following', tail.socket.remotePort);
setInterval(() => undefined, 60_000);
