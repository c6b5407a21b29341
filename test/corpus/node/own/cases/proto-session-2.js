var net = require('net');
var util = require('util');
var EventEmitter = require('events').EventEmitter;

function Session(socket) {
  EventEmitter.call(this);
  var self = this;
  self.socket = socket;
  self.lines = 0;
  socket.on('data', function (chunk) {
    self.lines += chunk.toString().split('\n').length - 1;
    self.reply('lines ' + self.lines);
  });
  socket.on('end', function () {
    self.emit('finish', self.lines);
    self.hangUp();
  });
  socket.on('error', function (err) {
    self.emit('finish', -1, err);
  });
}
util.inherits(Session, EventEmitter);

Session.prototype.reply = function (text) {
  this.socket.write(text + '\r\n');
};

Session.prototype.hangUp = function () {
  this.socket.end();
};

var server = net.createServer({ allowHalfOpen: true }, function (socket) {
  var session = new Session(socket);
  session.on('finish', function (n) {
    console.log('session over after %d lines', n);
  });
});
server.listen(process.env.PORT, '127.0.0.1');
