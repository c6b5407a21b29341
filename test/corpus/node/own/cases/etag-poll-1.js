'use strict';

var http = require('http');
var agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

function Poller(path, interval) {
  this.path = path;
  this.interval = interval;
  this.etag = null;
}

Poller.prototype.request = function (callback) {
  var options = { agent: agent, host: '127.0.0.1', port: process.env.PEER_PORT, path: this.path };
  http
    .get(options, function (res) {
      if (res.statusCode !== 200) {
        res.resume();
        return callback(new Error('status ' + res.statusCode));
      }
      callback(null, res.headers.etag);
    })
    .on('error', callback);
};

Poller.prototype.start = function () {
  var self = this;
  this.request(function (error, etag) {
    if (!error) self.etag = etag;
    setTimeout(self.start.bind(self), self.interval);
  });
};

new Poller('/feed', 60000).start();
