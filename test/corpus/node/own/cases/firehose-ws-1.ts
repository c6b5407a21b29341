import { WebSocketServer, type WebSocket } from 'ws';

const LIMIT = 2;

class Inbox {
  private readonly waiting: string[] = [];

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.add(data.toString()));
    socket.on('error', (error) => console.error(error.message));
  }

  private add(text: string): void {
    this.waiting.push(text);
    if (this.waiting.length >= LIMIT) this.socket.pause();
  }

  drain(): string[] {
    return this.waiting.splice(0);
  }
}

const inboxes = new Set<Inbox>();
const server = new WebSocketServer({ port: Number(process.env.PORT) });
server.on('connection', (socket) => inboxes.add(new Inbox(socket)));

setInterval(() => {
  for (const inbox of inboxes) console.log(inbox.drain().length);
}, 1000);
