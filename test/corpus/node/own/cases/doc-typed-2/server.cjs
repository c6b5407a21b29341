'use strict';

const { createServer } = require('net');
const { Session } = require('./lib/index.cjs');

const settings = { port: Number(process.env.PORT), socket: { allowHalfOpen: true } };

/** @type {Set<InstanceType<typeof Session>>} */
const sessions = new Set();

const server = createServer({ ...settings.socket, keepAlive: true }, (socket) => {
  const session = new Session(socket).start();
  sessions.add(session);
  socket.once('close', () => sessions.delete(session));
});

server.listen(settings.port);
