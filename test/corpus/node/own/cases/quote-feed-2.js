'use strict';

const net = require('node:net');
const { EventEmitter } = require('node:events');

const RECORD = 16;

/** Reads fixed-size quote records into one reused buffer; no garbage per record. */
class QuoteFeed extends EventEmitter {
  #queue = [];
  #limit;
  #socket;

  constructor(port, host, { limit = 2 } = {}) {
    super();
    this.#limit = limit;
    this.#socket = net.connect({
      port,
      host,
      onread: {
        buffer: Buffer.alloc(RECORD * 8),
        callback: (length, buffer) => this.#onBytes(length, buffer),
      },
    });
    this.#socket.on('connect', () => this.emit('open'));
    this.#socket.on('error', (error) => this.emit('failure', error));
    this.#socket.on('close', () => this.emit('closed'));
  }

  #onBytes(length, buffer) {
    for (let at = 0; at + RECORD <= length; at += RECORD) {
      this.#queue.push(buffer.subarray(at, at + RECORD).toString('latin1'));
    }
    return this.#queue.length < this.#limit;
  }

  take() {
    const quote = this.#queue.shift();
    if (this.#queue.length < this.#limit) this.#socket.resume();
    return quote;
  }

  get backlog() {
    return this.#queue.length;
  }
}

const feed = new QuoteFeed(Number(process.env.PEER_PORT), process.env.PEER_HOST);
feed.on('open', () => console.log('feed open'));
feed.on('failure', (error) => console.error(error.message));
feed.on('closed', () => console.log('feed closed'));

setInterval(() => {
  while (feed.backlog > 0) console.log(feed.take());
}, 400);
