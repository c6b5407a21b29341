'use strict';

var net = require('net');
var util = require('util');
var EventEmitter = require('events').EventEmitter;

function Forwarder(options) {
  EventEmitter.call(this);
  this.host = options.host;
  this.port = options.port;
  this.queue = [];
  this.socket = null;
  this.connected = false;
}
util.inherits(Forwarder, EventEmitter);

Forwarder.prototype.connect = function () {
  var self = this;
  var socket = net.createConnection({ host: this.host, port: this.port });
  socket.setKeepAlive(true, 60000);
  socket.on('connect', function () {
    self.connected = true;
    socket.resume();
    self.flush();
    self.emit('ready');
  });
  socket.on('error', function (err) {
    self.emit('warning', err);
  });
  socket.on('close', function () {
    self.connected = false;
    setTimeout(self.connect.bind(self), 5000);
  });
  self.socket = socket;
};

Forwarder.prototype.log = function (severity, text) {
  this.queue.push('<' + severity + '>' + text + '\n');
  if (this.connected) this.flush();
};

Forwarder.prototype.flush = function () {
  while (this.queue.length) this.socket.write(this.queue.shift());
};

var forwarder = new Forwarder({ host: process.env.PEER_HOST, port: Number(process.env.PEER_PORT) });
forwarder.on('warning', function (err) {
  console.error(err.code);
});
forwarder.connect();
setInterval(function () {
  forwarder.log(6, 'uptime ' + process.uptime());
}, 10000);
