'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const http2 = require('node:http2');

const tls = (name) => readFileSync(join(process.env.TLS_DIR, name));

const routes = {
  '/': (req, res) => res.end(`hello over HTTP/${req.httpVersion}\n`),
  '/time': (req, res) => res.end(new Date().toISOString()),
};

const server = http2.createSecureServer({ key: tls('key.pem'), cert: tls('cert.pem'), allowHTTP1: true });

server.on('request', (req, res) => {
  const route = routes[req.url];
  if (route) return route(req, res);
  res.writeHead(404);
  res.end();
});

server.on('session', (session) => {
  session.setTimeout(60_000, () => session.close());
});

// Browsers speak HTTP/1.1 for WebSockets; only the echo service offers them.
server.on('upgrade', (req, socket, head) => {
  socket.on('error', (error) => console.warn(error.message));
  if (req.url !== '/echo') {
    console.warn('upgrade refused for', req.url);
    return;
  }
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
  if (head.length) socket.unshift(head);
  socket.pipe(socket);
});

server.listen(process.env.PORT);
