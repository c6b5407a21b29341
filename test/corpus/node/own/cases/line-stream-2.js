'use strict';

var net = require('net');
var util = require('util');
var stream = require('stream');

function LineStream(socket) {
  stream.Duplex.call(this, { readableObjectMode: true });
  var self = this;
  var rest = '';
  this.socket = socket;
  socket.setEncoding('latin1');
  socket.on('data', function (text) {
    var lines = (rest + text).split('\n');
    rest = lines.pop();
    for (var i = 0; i < lines.length; i++) {
      if (!self.push(lines[i])) socket.pause();
    }
  });
  socket.on('end', function () {
    self.push(rest);
    self.push(null);
  });
  socket.on('error', function (error) {
    self.destroy(error);
  });
}
util.inherits(LineStream, stream.Duplex);

LineStream.prototype._read = function () {
  this.socket.resume();
};

LineStream.prototype._write = function (line, encoding, done) {
  this.socket.write(line + '\n', done);
};

LineStream.prototype._final = function (done) {
  this.socket.end(done);
};

net.createServer({ allowHalfOpen: true }, function (socket) {
  var lines = new LineStream(socket);
  lines.on('data', function (line) {
    lines.write('you said ' + line);
  });
  lines.on('end', function () {
    lines.end();
  });
  lines.on('error', function (error) {
    console.error(error.message);
  });
}).listen(process.env.PORT);
