'use strict';
const clients = [];

process.on('message', (message, socket) => {
  if (message !== 'client' || !socket) return;
  socket.on('error', () => {});
  socket.on('close', () => clients.splice(clients.indexOf(socket), 1));
  socket.on('data', (data) => socket.write(data));
  clients.push(socket);
});
