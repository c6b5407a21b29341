import { EventEmitter } from 'node:events';
import { WebSocket } from 'ws';

class Ticker extends EventEmitter {
  constructor(url) {
    super();
    this.url = url;
    this.failures = 0;
  }

  start() {
    const ws = new WebSocket(this.url);
    ws.on('message', (data) => this.emit('tick', JSON.parse(data)));
    ws.on('unexpected-response', (request, response) => {
      this.failures++;
      this.emit('refused', response.statusCode);
    });
    ws.on('error', (error) => this.emit('refused', error.code));
    ws.on('close', () => this.emit('gone'));
    this.ws = ws;
  }
}

const ticker = new Ticker(`ws://${process.env.PEER_HOST}:${process.env.PEER_PORT}/`);
ticker.on('refused', (why) => console.warn('refused', why));
ticker.start();
setInterval(() => {}, 60_000);
