const net = require('net');

const banned = new Set(['10.0.0.1']);

const server = net.createServer({ pauseOnConnect: true }, function (socket) {
  socket.on('error', function () {});
  if (banned.has(socket.remoteAddress)) return socket.destroy();
  socket.on('data', function (d) {
    socket.write(d);
  });
  socket.resume();
});
server.listen(process.env.PORT, '127.0.0.1');
