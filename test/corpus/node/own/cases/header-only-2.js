var net = require('net');

function Reader(socket) {
  this.socket = socket;
  this.kinds = [];
  socket.on('readable', this.onReadable.bind(this));
  socket.on('error', function () {});
}

Reader.prototype.onReadable = function () {
  var header;
  while ((header = this.socket.read()) !== null) this.kinds.push(header.toString('latin1'));
};

net
  .createServer(function (socket) {
    new Reader(socket);
  })
  .listen(+process.env.PORT);
