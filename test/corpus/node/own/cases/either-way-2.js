const net = require('node:net');
const tls = require('node:tls');
const { once } = require('node:events');

async function greet({ secure, port, host }) {
  let socket;
  if (secure) {
    socket = tls.connect({ port, host, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
  } else {
    socket = net.connect({ port, host });
    await once(socket, 'connect');
  }
  socket.write('hello\n');
  await once(socket, 'readable');
  const line = String(socket.read());
  if (!line.startsWith('welcome')) {
    socket.destroy();
    throw new Error(`refused: ${line.trim()}`);
  }
  socket.resume();
  return socket;
}

const peer = { secure: process.env.SECURE === '1', port: Number(process.env.PEER_PORT), host: process.env.PEER_HOST };
for (let i = 0; i < 5; i++) greet(peer).catch((error) => console.error(error.message));
setInterval(() => console.log('up'), 1000);
