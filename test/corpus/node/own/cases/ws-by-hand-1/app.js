'use strict';
const http = require('http');
const { createHash } = require('crypto');
const stack = require('./stack');

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const app = stack();

app.use((req, res, next) => {
  res.setHeader('x-powered-by', 'hand');
  next();
});
app.use((req, res) => res.end('use a websocket'));

function accept(key) {
  return createHash('sha1').update(key + GUID).digest('base64');
}

const server = http.createServer(app.handle);

server.on('upgrade', (req, socket, head) => {
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Accept: ' + accept(req.headers['sec-websocket-key']) + '\r\n\r\n',
  );
  let buffered = head;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 6) {
      const length = buffered[1] & 0x7f;
      if (buffered.length < 6 + length) break;
      if ((buffered[0] & 0x0f) === 8) return socket.end(Buffer.from([0x88, 0]));
      buffered = buffered.subarray(6 + length);
      socket.write(Buffer.from([0x81, 2, 0x6f, 0x6b]));
    }
  });
});

server.listen(process.env.PORT);
