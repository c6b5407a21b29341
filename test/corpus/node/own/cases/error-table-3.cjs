'use strict';
const net = require('net');

const IGNORED = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'EAGAIN']);

const handlers = {
  data(chunk) {
    this.write(chunk);
  },
  error(err) {
    if (IGNORED.has(err.code)) return;
    console.error(err);
  },
  end() {
    console.log('end');
  },
};

net
  .createServer((socket) => {
    for (const name of Object.keys(handlers)) socket.on(name, handlers[name]);
  })
  .listen(process.env.PORT);
