const net = require('net');
const { register, ignoreInput } = require('./util/sockets');

const server = net.createServer();
server.on('connection', (socket) => {
  register(socket);
  ignoreInput(socket);
  const clock = setInterval(() => socket.write(new Date().toISOString() + '\n'), 100);
  socket.on('close', () => clearInterval(clock));
});
server.listen(process.env.PORT);
