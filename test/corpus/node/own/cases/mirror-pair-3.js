'use strict';
const net = require('net');

function link(from, to, name) {
  from.on('data', (chunk) => {
    if (to.writable) to.write(chunk);
  });
  from.on('end', () => console.log('%s ended', name));
  from.on('error', (err) => console.log('%s: %s', name, err.code));
}

const server = net.createServer((client) => {
  const upstream = net.connect({ host: process.env.PEER_HOST, port: Number(process.env.PEER_PORT) });
  link(client, upstream, 'client');
  link(upstream, client, 'upstream');
});

server.listen(process.env.PORT);
