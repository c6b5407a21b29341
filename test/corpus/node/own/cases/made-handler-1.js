const net = require('node:net');

const makeHandler =
  (counter, { echo = false } = {}) =>
  (socket) => {
    socket.on('data', (d) => {
      counter.n += 1;
      socket.write(echo ? d : `${counter.n}\n`);
    });
    socket.on('error', () => {});
  };

net.createServer({ allowHalfOpen: true }, makeHandler({ n: 0 })).listen(process.env.PORT, '127.0.0.1');
