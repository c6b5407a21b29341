import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

function room(name: string): Upgrade {
  const server = new WebSocketServer({ noServer: true });
  server.on('connection', (client) => client.send(`welcome to ${name}`));
  return (request, socket, head) => {
    server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request));
  };
}

const routes = new Map<string, Upgrade>([
  ['/lobby', room('lobby')],
  ['/staff', room('staff')],
]);

const server = createServer((_request, response) => response.end('ok'));

server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const route = routes.get(path);
  if (route) route(request, socket, head);
  else socket.destroy();
});

server.listen(process.env.PORT);
