/**
 * Seven ways to keep a socket whose peer has closed, each on a port of its own from $PORT on; the last one is a client.
 * The line that handles the sockets carries the name of the cause.
 */
import { createServer as createHttpServer, get } from 'node:http';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';

const HOST = '127.0.0.1';
const BASE = Number(process.env['PORT']);

const stuckTarget = () => new Writable({ write: () => undefined });
const upgrading = createHttpServer();
upgrading.on('upgrade', (_request, socket) => socket.write('HTTP/1.1 101 Go\r\n\r\n')); // upgrade-unread

const servers = [
  createServer({ allowHalfOpen: true }, (socket) => socket.resume()), // half-open
  createServer((socket) => socket.write('hello')), // unread
  createServer((socket) => socket.once('data', () => socket.pause())), // paused
  createServer((socket) => socket.on('readable', () => undefined)), // readable-not-read
  upgrading,
  createServer((socket) => socket.pipe(stuckTarget())), // backpressure
];
servers.forEach((server, index) => server.listen(BASE + index, HOST));

/** Answers with a body that does not fit into the reader's buffer, and closes. */
const origin = createHttpServer((_request, response) => {
  response.writeHead(200, { 'Content-Length': 160_000, Connection: 'close' }).end('x'.repeat(160_000));
});
const ignore = (): unknown => setImmediate(console.log, 'answered'); // message-not-consumed
origin.listen(BASE + servers.length, HOST, () =>
  get({ host: HOST, port: BASE + servers.length }).on('response', ignore),
);
console.log(`seven causes from port ${BASE} on`);
