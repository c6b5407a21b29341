/**
 * Opens five peers for each of the three servers beside it, lets each send something and half-close, and stays until
 * the servers close their side, which they never do while they have their fault.
 *
 *   node client.ts [COUNT]    COUNT peers for each server, 5 by default, 20 at most; $PORT as for the server
 */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

const PORT = Number(process.env['PORT'] ?? 8001);
const HOST = '127.0.0.1';
const COUNT = Math.min(Number(process.argv[2] ?? 5), 20);

const UPGRADE = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ticker\r\n\r\n';

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: HOST });
  await once(socket, 'connect');
  return socket;
}

/** Says something, waits for the answer, half-closes. */
async function talk(port: number, words: string): Promise<Socket> {
  const socket = await open(port);
  socket.write(words);
  await once(socket, 'data');
  return socket.end();
}

/** Sends a record, which makes the collector behind the relay hang up, then one more, and half-closes. */
async function report(port: number): Promise<Socket> {
  const socket = await open(port);
  socket.write('first record\n');
  await new Promise((done) => setTimeout(done, 300));
  return socket.end('second record\n');
}

const PEERS = [() => talk(PORT, 'hello\n'), () => talk(PORT + 1, UPGRADE), () => report(PORT + 2)];

const peers = await Promise.all(PEERS.flatMap((peer) => Array.from({ length: COUNT }, peer)));
console.log(`${peers.length} peers have half-closed; waiting for the servers to close their side`);

await Promise.all(
  peers.map(async (socket) => {
    socket.resume();
    if (!socket.closed) await once(socket, 'close');
  }),
);
console.log('all closed by the servers');
