'use strict';
const { createServer } = require('node:net');
const { Writable } = require('node:stream');

class HeaderParser extends Writable {
  _write(chunk, _encoding, done) {
    const text = chunk.toString();
    if (text.includes('\r\n')) this.emit('header', text.slice(0, text.indexOf('\r\n')).split(' '));
    done();
  }
}

const known = new Set(['TCP4', 'TCP6']);

createServer((socket) => {
  const parser = new HeaderParser();
  socket.on('error', (error) => console.error(error.message));
  parser.once('header', ([, family, source]) => {
    socket.unpipe(parser);
    if (known.has(family)) console.log('from', source);
    socket.resume();
  });
  socket.pipe(parser);
}).listen(process.env.PORT);
