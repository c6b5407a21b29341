'use strict';
const fs = require('fs');
const https = require('https');
const path = require('path');

function pem(name) {
  return fs.readFileSync(path.join(process.env.TLS_DIR, name + '.pem'));
}

const server = https.createServer({ key: pem('key'), cert: pem('cert') });

server.on('request', (req, res) => res.end('hello'));
server.on('connect', (req, socket) => {
  socket.on('error', () => {});
  socket.write('HTTP/1.1 405 Method Not Allowed\r\n\r\n');
});
server.listen(process.env.PORT);
