process.on('uncaughtException', (e) => console.error(e.message));
const net = require('net');

net
  .createServer((socket) => {
    socket.on('data', (d) => {
      JSON.parse(d);
    });
    socket.on('error', () => {});
  })
  .listen(process.env.PORT, '127.0.0.1');
