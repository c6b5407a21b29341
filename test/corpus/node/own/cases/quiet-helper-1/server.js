const net = require('net');
const { closeQuietly } = require('./util');

net
  .createServer(function (socket) {
    socket.on('error', function () {});
    if (!socket.remoteAddress.startsWith('192.168.')) {
      closeQuietly(socket);
      return;
    }
    socket.on('data', function (d) {
      socket.write(d);
    });
  })
  .listen(process.env.PORT, '127.0.0.1');
