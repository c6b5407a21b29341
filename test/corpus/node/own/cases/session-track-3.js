'use strict';
const net = require('node:net');
const { finished } = require('node:stream');

const sessions = new Map();
let counter = 0;

function track(socket) {
  const id = ++counter;
  sessions.set(id, { socket, since: Date.now() });
  finished(socket, { writable: false }, (err) => {
    if (err) console.error('session %d: %s', id, err.message);
    sessions.delete(id);
    socket.destroy();
  });
  return id;
}

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    const id = track(socket);
    socket.on('data', (data) => socket.write(`${id}:${data}`));
  })
  .listen(process.env.PORT);
