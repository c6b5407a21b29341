'use strict';
const net = require('net');

const handlers = {
  data(chunk) {
    this.write(chunk);
  },
  error(err) {
    console.error(err.code);
  },
  end() {
    console.log('end');
  },
};

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    for (const name of Object.keys(handlers)) socket.on(name, handlers[name]);
  })
  .listen(process.env.PORT);
