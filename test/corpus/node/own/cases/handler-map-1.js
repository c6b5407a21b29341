const { createServer } = require('node:net');

const handlers = {
  data(socket, chunk) {
    socket.write(String(chunk.length));
  },
  end(socket) {
    console.log('end from', socket.remotePort);
  },
  error(socket, error) {
    console.log(error.code);
  },
};

createServer({ allowHalfOpen: true }, (socket) => {
  for (const [event, handler] of Object.entries(handlers)) socket.on(event, handler.bind(null, socket));
}).listen(process.env.PORT, '127.0.0.1');
