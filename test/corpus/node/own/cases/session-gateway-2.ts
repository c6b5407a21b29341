import * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

interface Session {
  readonly user: string;
}

class Gateway {
  private readonly sockets = new WebSocketServer({ noServer: true });

  attach(server: http.Server): this {
    server.on('upgrade', this.onUpgrade.bind(this));
    return this;
  }

  private onUpgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (error) => console.error(error.message));
    this.open(request, socket, head).catch((error: Error) => {
      console.error('upgrade refused:', error.message);
      socket.destroy();
    });
  }

  private async open(request: http.IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const session = await this.load(request.headers.cookie);
    this.sockets.handleUpgrade(request, socket, head, (client) => client.send(`hello ${session.user}`));
  }

  private async load(cookie: string | undefined): Promise<Session> {
    await delay(10);
    if (cookie === undefined) throw new Error('no session');
    return { user: cookie };
  }
}

const server = http.createServer((_request, response) => response.end());
new Gateway().attach(server);
server.listen(Number(process.env.PORT));
