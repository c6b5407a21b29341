'use strict';
const net = require('node:net');
const readline = require('node:readline');

const records = { 'example.org': 'Example Organisation', 'example.net': 'Example Network' };

function answer(query) {
  const name = query.trim().toLowerCase();
  return records[name] ?? `No match for "${name}"`;
}

const server = net.createServer((socket) => {
  const rl = readline.createInterface({ input: socket, crlfDelay: Infinity });
  socket.on('error', (e) => console.error('whois', e.code));
  rl.once('line', (line) => {
    socket.write(answer(line) + '\r\n');
    rl.close();
  });
});

server.listen(process.env.PORT);
