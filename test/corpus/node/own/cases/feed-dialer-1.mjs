import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';

const MAX_ATTEMPTS = 3;

/** Why the broker refused the handshake; `retryAfter` in milliseconds. */
class RefusedError extends Error {
  constructor(status, retryAfter) {
    super(`the broker answered ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class FeedDialer extends EventEmitter {
  #url;
  #attempt = 0;

  constructor(url) {
    super();
    this.#url = url;
  }

  async open() {
    while (this.#attempt++ < MAX_ATTEMPTS) {
      try {
        return await this.#dial();
      } catch (error) {
        this.emit('refused', error);
        if (!(error instanceof RefusedError)) throw error;
        await delay(error.retryAfter);
      }
    }
    throw new Error('gave up');
  }

  #dial() {
    const ws = new WebSocket(this.#url, { handshakeTimeout: 10_000, perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      ws.once('open', () => resolve(ws));
      ws.once('error', reject);
      ws.once('unexpected-response', (request, response) => {
        const after = Number(response.headers['retry-after'] ?? 1) * 1000;
        reject(new RefusedError(response.statusCode, after));
      });
    });
  }
}

const dialer = new FeedDialer(`ws://${process.env.PEER_HOST}:${process.env.PEER_PORT}/feed`);
dialer.on('refused', (error) => console.warn(error.message));
dialer.open().then(
  async (ws) => {
    ws.on('message', (data) => console.log(data.toString()));
    await once(ws, 'close');
  },
  (error) => console.error(error.message),
);
setInterval(() => {}, 30_000);
