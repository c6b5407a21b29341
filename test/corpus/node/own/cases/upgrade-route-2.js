const http = require('http');
const { WebSocketServer } = require('ws');

const wss = new WebSocketServer({ noServer: true });
wss.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.on('message', (m) => ws.send(m.toString()));
});

const server = http.createServer((req, res) => res.end('ok'));
server.on('upgrade', (req, socket, head) => {
  const { pathname } = new URL(req.url, 'http://localhost');
  if (pathname === '/chat') {
    wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
  } else {
    socket.destroy();
  }
});
server.listen(process.env.PORT, '127.0.0.1');
