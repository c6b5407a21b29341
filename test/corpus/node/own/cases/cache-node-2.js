var net = require('net');
var util = require('util');
var EventEmitter = require('events').EventEmitter;

function Connection(owner, stream) {
  EventEmitter.call(this);
  var self = this;
  this.owner = owner;
  this.stream = stream;
  this.rest = '';
  stream.setEncoding('ascii');
  stream.on('data', function (chunk) {
    self.rest += chunk;
    self.parse();
  });
  stream.on('end', function () {
    self.finish();
  });
  stream.on('error', function () {});
}
util.inherits(Connection, EventEmitter);

Connection.prototype.parse = function () {
  var at;
  while ((at = this.rest.indexOf('\r\n')) >= 0) {
    this.reply(this.rest.slice(0, at).split(' '));
    this.rest = this.rest.slice(at + 2);
  }
};

Connection.prototype.reply = function (words) {
  var value = this.owner.items[words[1]];
  this.stream.write(value === undefined ? 'END\r\n' : 'VALUE ' + value + '\r\nEND\r\n');
};

Connection.prototype.finish = function () {
  if (this.finished) return;
  this.finished = true;
  this.stream.end();
  this.emit('finish');
};

function Cache() {
  this.items = { b: 1 };
  this.count = 0;
}

Cache.prototype.listen = function (port) {
  var self = this;
  net.createServer({ allowHalfOpen: true }, function (stream) {
    var connection = new Connection(self, stream);
    self.count++;
    connection.once('finish', function () {
      self.count--;
    });
  }).listen(port);
};

new Cache().listen(process.env.PORT);
