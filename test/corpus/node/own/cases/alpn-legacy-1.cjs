'use strict';
const fs = require('fs');
const http2 = require('http2');
const path = require('path');

const file = (name) => fs.readFileSync(path.join(process.env.TLS_DIR, name));

function Front() {
  this.legacy = 0;
  this.server = http2.createSecureServer({ key: file('key.pem'), cert: file('cert.pem') });
  this.server.on('stream', (stream) => {
    stream.respond({ ':status': 200 });
    stream.end('hello');
  });
  this.server.on('unknownProtocol', this.onLegacy.bind(this));
  this.server.on('sessionError', (err) => console.error(err.code));
}

Front.prototype.onLegacy = function (socket) {
  this.legacy++;
  socket.write('HTTP/1.0 505 HTTP Version Not Supported\r\nConnection: close\r\n\r\n');
};

new Front().server.listen(process.env.PORT);
