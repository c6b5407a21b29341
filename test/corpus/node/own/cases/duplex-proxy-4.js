const net = require('net');
const { pipeline } = require('stream');

net
  .createServer((client) => {
    const upstream = net.connect(process.env.PEER_PORT, process.env.PEER_HOST);
    pipeline(client, upstream, client, (err) => {
      if (err) console.error(err.code);
    });
  })
  .listen(process.env.PORT, '127.0.0.1');
