const { createServer } = require('http');
const { WebSocketServer } = require('ws');

const server = createServer();
const wss = new WebSocketServer({ noServer: true });

function authenticate(request, done) {
  const token = request.headers['x-token'];
  setImmediate(() => (token ? done(null, { token }) : done(new Error('no token'))));
}

wss.on('connection', function (ws, request, user) {
  ws.on('error', console.error);
  ws.on('message', (data) => ws.send(`${user.token}: ${data}`));
});

server.on('upgrade', function (request, socket, head) {
  socket.on('error', console.error);
  authenticate(request, function (error, user) {
    if (error) {
      socket.write('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    socket.removeListener('error', console.error);
    wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request, user));
  });
});

server.listen(process.env.PORT);
