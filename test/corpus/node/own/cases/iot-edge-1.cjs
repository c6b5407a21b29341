'use strict';

const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');

const dir = process.env.TLS_DIR;
const pem = (name) => fs.readFileSync(path.join(dir, name));

const contexts = new Map();

function contextOf(servername, callback) {
  let context = contexts.get(servername);
  if (!context) {
    context = tls.createSecureContext({ key: pem('key.pem'), cert: pem('cert.pem') });
    contexts.set(servername, context);
  }
  callback(null, context);
}

const devices = new Map();

/** MQTT-like: one fixed header byte, one length byte, the payload. */
function serveMqtt(socket) {
  let pending = Buffer.alloc(0);
  devices.set(socket.servername || 'default', socket);
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length > 1 && pending.length >= 2 + pending[1]) {
      socket.write(Buffer.from([0x40, 0]));
      pending = pending.subarray(2 + pending[1]);
    }
  });
}

function serveEcho(socket) {
  socket.pipe(socket);
}

const server = tls.createServer({
  key: pem('key.pem'),
  cert: pem('cert.pem'),
  ALPNProtocols: ['mqtt', 'echo'],
  SNICallback: contextOf,
});

server.on('secureConnection', (socket) => {
  socket.on('error', (error) => console.warn('device:', error.message));
  switch (socket.alpnProtocol) {
    case 'mqtt':
      serveMqtt(socket);
      break;
    case 'echo':
      serveEcho(socket);
      break;
    default:
      console.warn('no protocol chosen by', socket.remoteAddress);
  }
});
server.on('tlsClientError', (error) => console.warn(error.code));
server.listen(process.env.PORT);
