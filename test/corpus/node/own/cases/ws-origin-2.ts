import http from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

class Gateway {
  private readonly wss = new WebSocketServer({ noServer: true });
  private readonly origins = new Set(['http://localhost']);

  attach(server: http.Server): void {
    server.on('upgrade', (req, socket, head) => {
      if (!this.origins.has(req.headers.origin ?? '')) {
        this.refuse(socket, 403);
        return;
      }
      this.wss.handleUpgrade(req, socket, head, (ws) => ws.close());
    });
  }

  private refuse(socket: Duplex, status: number): void {
    socket.write(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
    socket.destroy();
  }
}

const server = http.createServer();
new Gateway().attach(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
