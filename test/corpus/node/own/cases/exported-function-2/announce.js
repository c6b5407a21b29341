'use strict';
module.exports = function announce(socket) {
  socket.on('error', () => {});
  socket.on('data', () => {});
  socket.write('ready\n');
  const timer = setInterval(() => socket.write('.\n'), 500);
  socket.on('close', () => clearInterval(timer));
};
