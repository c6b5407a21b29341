'use strict';
module.exports = function announce(socket) {
  socket.on('error', () => {});
  socket.write('ready\n');
  const timer = setInterval(() => socket.write('.\n'), 500);
  socket.on('close', () => clearInterval(timer));
};
