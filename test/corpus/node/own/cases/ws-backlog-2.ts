import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';

const HIGH = 1;

class Feed {
  private readonly queue: string[] = [];

  constructor(private readonly client: WebSocket) {
    client.on('message', (message) => this.take(String(message)));
    client.on('error', (error) => console.error(error.message));
    setInterval(() => this.work(), 200).unref();
  }

  private take(message: string): void {
    this.queue.push(message);
    if (this.queue.length > HIGH) this.client.pause();
  }

  private work(): void {
    this.queue.shift();
    if (this.queue.length <= HIGH) this.client.resume();
  }
}

const server = createServer();
new WebSocketServer({ server }).on('connection', (client) => new Feed(client));
server.listen(Number(process.env.PORT));
