import { readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';

const pem = (name) => readFileSync(join(process.env.TLS_DIR, `${name}.pem`));
const rooms = new Map([['lobby', new Set()]]);

const server = https.createServer({ key: pem('key'), cert: pem('cert') }, (req, res) => res.end());

server.on('upgrade', (req, socket) => {
  const room = rooms.get('lobby');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n');
  room.add(socket);
  socket.on('error', (error) => console.warn(error.code));
  socket.on('data', (data) => {
    for (const other of room) if (other !== socket) other.write(data);
  });
});
server.listen(process.env.PORT);
