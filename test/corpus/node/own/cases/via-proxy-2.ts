import * as http from 'node:http';
import type { Socket } from 'node:net';

function tunnel(host: string, port: number): Promise<Socket> {
  const request = http.request({
    method: 'CONNECT',
    host: '127.0.0.1',
    port: Number(process.env.PEER_PORT),
    path: `${host}:${port}`,
  });
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('connect', (response, socket: Socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`proxy said ${response.statusCode}`));
        return;
      }
      resolve(socket);
    });
    request.end();
  });
}

tunnel('example.test', 443)
  .then((socket) => socket.end().resume())
  .catch((error: Error) => console.error(error.message));
setInterval(() => undefined, 1000);
