'use strict';
const net = require('net');

const users = new Map([['alice', { quota: 10 }]]);

const directory = {
  find(name, callback) {
    setImmediate(() => {
      const row = users.get(name);
      if (row) callback(null, row);
      else callback(new Error('no such user ' + name));
    });
  },
};

function commands(socket, row) {
  socket.on('data', (chunk) => {
    row.quota -= chunk.length;
    if (row.quota <= 0) return socket.end('over quota\r\n');
    socket.write('ok\r\n');
  });
  socket.resume();
}

net
  .createServer((socket) => {
    socket.on('error', (err) => console.error(err.code));
    socket.write('login:\r\n');
    socket.once('data', (chunk) => {
      socket.pause();
      const name = chunk.toString().trim().split(' ')[1];
      directory.find(name, (err, row) => {
        if (err) {
          socket.write('500 ' + err.message + '\r\n');
          return;
        }
        commands(socket, row);
      });
    });
  })
  .listen(process.env.PORT);
