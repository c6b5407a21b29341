const net = require('net');

const readAll = (socket) =>
  new Promise((resolve, reject) => {
    const parts = [];
    socket.on('data', (d) => parts.push(d));
    socket.on('end', () => resolve(Buffer.concat(parts)));
    socket.on('error', reject);
  });

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    readAll(socket)
      .then((all) => console.log(all.length))
      .catch((err) => console.error(err.code))
      .finally(() => socket.end());
  })
  .listen(process.env.PORT, '127.0.0.1');
