'use strict';

var net = require('net');

var listeners = {
  data: function (socket, chunk) {
    socket.received += chunk.length;
    socket.write(socket.received + '\n');
  },
  end: function (socket) {
    console.log('peer has sent %d bytes', socket.received);
  },
  error: function (socket, error) {
    console.error(error.code);
  },
};

function attach(socket) {
  var names = Object.keys(listeners);
  socket.received = 0;
  for (var i = 0; i < names.length; i++) {
    var name = names[i];
    socket.on(name, listeners[name].bind(null, socket));
  }
}

net.createServer({ allowHalfOpen: true }, attach).listen(process.env.PORT, '127.0.0.1');
