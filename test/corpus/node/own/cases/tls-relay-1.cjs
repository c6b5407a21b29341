'use strict';
const { readFileSync } = require('fs');
const { join } = require('path');
const tls = require('tls');

const dir = process.env.TLS_DIR;
const options = {
  key: readFileSync(join(dir, 'key.pem')),
  cert: readFileSync(join(dir, 'cert.pem')),
};

const replies = {
  EHLO: '250-relay\r\n250 SIZE 1000000',
  MAIL: '250 ok',
  RCPT: '550 no such user',
  QUIT: '221 bye',
};

function onLine(socket, line) {
  const verb = line.slice(0, 4).toUpperCase();
  socket.write((replies[verb] || '502 not implemented') + '\r\n');
  if (verb === 'QUIT') socket.end();
}

const server = tls.createServer({ ...options, allowHalfOpen: true }, function (socket) {
  let rest = '';
  socket.setEncoding('utf8');
  socket.write('220 relay\r\n');
  socket.on('data', (text) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop();
    lines.forEach((line) => onLine(socket, line));
  });
  socket.on('error', (err) => console.error(err.code));
});
server.on('tlsClientError', (err) => console.error(err.code));
server.listen(process.env.PORT);
