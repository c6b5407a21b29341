const net = require('net');

net
  .createServer({ allowHalfOpen: true }, (c) => {
    let received = 0;
    c.on('data', (d) => (received += d.length));
    c.on('end', () => received > 1e6 && c.end('too much'));
    c.on('error', () => {});
  })
  .listen(process.env.PORT, '127.0.0.1');
