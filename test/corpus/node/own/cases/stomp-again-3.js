var net = require('net');

function Client(host, port) {
  this.host = host;
  this.port = port;
  this.attempts = 0;
  this.frames = '';
}

Client.prototype = {
  open: function () {
    var self = this;
    this.stream = net.connect(this.port, this.host);
    this.stream.setEncoding('utf8');
    this.stream.on('connect', function () {
      self.stream.write('CONNECT\naccept-version:1.2\n\n\0');
    });
    this.stream.on('data', function (text) {
      self.frames += text;
    });
    this.stream.on('end', function () {
      self.attempts++;
      if (self.attempts < 5) setTimeout(self.open.bind(self), 20000);
    });
    this.stream.on('error', function () {});
  },
};

new Client(process.env.PEER_HOST, Number(process.env.PEER_PORT)).open();
setInterval(function () {}, 60000);
