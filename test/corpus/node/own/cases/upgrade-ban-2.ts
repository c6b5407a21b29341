import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

const origins = new Set(['http://localhost']);

class Gateway {
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly http = createServer((_, response) => response.writeHead(426).end());

  constructor() {
    this.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (!this.allowed(request)) return this.refuse(socket);
      this.sockets.handleUpgrade(request, socket, head, (client) => {
        client.on('message', (data) => client.send(data.toString()));
        client.on('error', console.error);
      });
    });
  }

  private refuse(socket: Duplex): void {
    socket.once('finish', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  }

  private allowed(request: IncomingMessage): boolean {
    return origins.has(request.headers.origin ?? '');
  }

  listen(port: number): void {
    this.http.listen(port);
  }
}

new Gateway().listen(Number(process.env.PORT));
