/**
 * Three servers with the same fault in three forms: the peer ends its side, and nothing ends ours. Each such
 * connection stays in CLOSE_WAIT for as long as this process lives.
 *
 *   node server.ts            listens on 127.0.0.1, ports 8001, 8002 and 8003, or $PORT and the two after it
 *   node client.ts            five peers for each that send something and half-close
 *   ss -tn state close-wait   fifteen connections that nobody will ever close
 */
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';

const PORT = Number(process.env['PORT'] ?? 8001);
const HOST = '127.0.0.1';

/** A half-open echo server: Node.js leaves it to us to end our side, and the 'end' listener only writes a line. */
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()));
  socket.on('end', () => console.log('echo: the peer has ended'));
  socket.on('error', (error) => console.log(`echo: ${error.message}`));
});

/** A protocol switch that answers and then forgets the socket, which http hands out half-open. */
const ticker = createHttpServer((_request, response) => {
  response.writeHead(426, { Connection: 'close' }).end();
});
ticker.on('upgrade', (_request, socket) => {
  socket.on('error', (error) => console.log(`ticker: ${error.message}`));
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ticker\r\n\r\nwelcome\n');
});

/** Where the relay sends to: a collector that takes one record and hangs up. */
const collector = createServer((socket) => {
  socket.once('data', () => socket.destroy());
  socket.on('error', (error) => console.log(`collector: ${error.message}`));
});

/** A relay in one direction: when the collector hangs up, the client's socket is unpiped, paused and forgotten. */
const relay = createServer((client) => {
  const upstream = connect(collectorPort(), HOST);
  upstream.on('error', (error) => console.log(`relay: ${error.message}`));
  upstream.on('close', () => console.log('relay: the collector hung up'));
  upstream.resume();
  client.on('error', (error) => console.log(`relay: ${error.message}`));
  client.pipe(upstream);
});

function collectorPort(): number {
  const address = collector.address();
  return typeof address === 'object' && address ? address.port : 0;
}

collector.listen(0, HOST);
echo.listen(PORT, HOST);
ticker.listen(PORT + 1, HOST);
relay.listen(PORT + 2, HOST, () => console.log(`listening on ${HOST}, ports ${PORT} to ${PORT + 2}`));
