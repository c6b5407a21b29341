'use strict';
const http = require('http');

const routes = [{ prefix: '/app', host: process.env.PEER_HOST, port: Number(process.env.PEER_PORT) }];

function route(url) {
  return routes.find((one) => url.startsWith(one.prefix));
}

const server = http.createServer((req, res) => {
  res.statusCode = 404;
  res.end();
});

server.on('upgrade', (req, socket, head) => {
  const target = route(req.url);
  if (!target) {
    socket.destroy();
    return;
  }
  const upstream = http.request({ ...target, path: req.url, method: req.method, headers: req.headers });
  upstream.on('upgrade', (answer, upSocket, upHead) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    if (upHead.length) socket.write(upHead);
    upSocket.on('error', () => socket.destroy());
    socket.on('error', () => upSocket.destroy());
    upSocket.on('close', () => socket.destroy());
    upSocket.pipe(socket).pipe(upSocket);
  });
  upstream.on('response', (answer) => {
    answer.resume();
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    socket.resume();
  });
  upstream.on('error', (err) => {
    console.error('upstream %s: %s', target.prefix, err.code);
  });
  upstream.end(head);
});

server.listen(process.env.PORT);
