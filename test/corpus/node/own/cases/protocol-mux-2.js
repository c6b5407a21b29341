'use strict';
const http = require('http');
const net = require('net');

const web = http.createServer((req, res) => res.end('hello\n'));
const text = net.createServer((socket) => {
  socket.on('data', (line) => socket.write('? ' + line));
  socket.on('error', () => {});
});

function kind(chunk) {
  const first = String.fromCharCode(chunk[0]);
  if (/[A-Z]/.test(first)) return 'http';
  if (/[a-z]/.test(first)) return 'text';
  return 'unknown';
}

net
  .createServer((socket) => {
    socket.on('error', (err) => console.error(err.code));
    socket.once('data', (chunk) => {
      socket.pause();
      const protocol = kind(chunk);
      if (protocol === 'unknown') {
        console.warn('unknown protocol %j', chunk);
        return socket.destroySoon();
      }
      socket.unshift(chunk);
      (protocol === 'http' ? web : text).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  })
  .listen(process.env.PORT);
