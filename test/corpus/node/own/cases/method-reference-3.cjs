const { Server } = require('net');

const server = new Server({ allowHalfOpen: true });
server.on('connection', function (socket) {
  socket.on('data', socket.write);
  socket.once('end', socket.end);
  socket.on('error', socket.destroy.bind(socket));
});
server.listen({ port: process.env.PORT });
