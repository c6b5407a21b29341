var net = require('net');

function Reader(socket) {
  this.socket = socket;
  this.kinds = [];
  socket.on('readable', this.onReadable.bind(this));
  socket.on('error', function () {});
}

Reader.prototype.onReadable = function () {
  var header = this.socket.read(4);
  if (header === null) return;
  this.kinds.push(header.toString('latin1'));
};

net
  .createServer(function (socket) {
    new Reader(socket);
  })
  .listen(+process.env.PORT);
