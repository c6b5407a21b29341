'use strict';

const { handlers, parse } = require('./handlers.cjs');

class Session {
  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    /** @private */
    this.socket = socket;
    this.rest = '';
  }

  start() {
    this.socket.setEncoding('utf8');
    this.socket.on('data', this.onData.bind(this));
    this.socket.on('end', this.onEnd.bind(this));
    this.socket.on('error', (error) => console.error(error.message));
    return this;
  }

  /** @param {string} text */
  onData(text) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const request = parse(line);
      const handler = handlers[request.name];
      if (handler) handler(this.socket, request);
      else this.socket.write('?\n');
    }
  }

  onEnd() {
    if (this.rest !== '') console.warn('incomplete line:', this.rest.length);
    this.socket.end();
  }
}

module.exports = Session;
