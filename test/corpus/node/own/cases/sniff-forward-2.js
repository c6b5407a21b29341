'use strict';
const net = require('net');

const target = { host: '127.0.0.1', port: Number(process.env.PEER_PORT) };

const server = net.createServer(function (client) {
  client.on('error', function (err) {
    console.error('client', err.code);
  });
  client.once('data', function (first) {
    client.pause();
    const upstream = net.connect(target);
    upstream.on('error', function (err) {
      console.error('upstream', err.code);
      client.destroy();
    });
    upstream.write(first);
    client.pipe(upstream).pipe(client);
  });
});

server.listen(process.env.PORT, '127.0.0.1');
