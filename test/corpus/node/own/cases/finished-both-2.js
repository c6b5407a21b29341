'use strict';
const net = require('node:net');
const { finished } = require('node:stream');

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    socket.resume();
    finished(socket, { writable: false }, (err) => {
      if (err) console.error(err.code);
      socket.destroy();
    });
  })
  .listen(process.env.PORT, '127.0.0.1');
