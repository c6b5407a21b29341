'use strict';
const { fork } = require('child_process');
const net = require('net');
const path = require('path');

const workers = [0, 1].map(() => fork(path.join(__dirname, 'worker.js')));
let turn = 0;

const server = net.createServer({ pauseOnConnect: true });
server.on('connection', (socket) => {
  turn = (turn + 1) % workers.length;
  workers[turn].send('client', socket, (err) => {
    if (err) socket.destroy();
  });
});
server.listen(process.env.PORT);
