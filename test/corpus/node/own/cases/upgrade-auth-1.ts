import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

process.on('unhandledRejection', (reason) => console.error(reason));

async function userOf(req: IncomingMessage): Promise<string> {
  await new Promise((done) => setTimeout(done, 10));
  const token = req.headers.authorization;
  if (!token) throw new Error('no token');
  return token;
}

async function accept(req: IncomingMessage, socket: Duplex): Promise<void> {
  const user = await userOf(req);
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  socket.on('data', (d: Buffer) => socket.write(`${user}: ${d.toString()}`));
  socket.on('end', () => socket.end());
}

const server = createServer((_req, res) => void res.end());
server.on('upgrade', (req, socket) => void accept(req, socket));
server.listen(Number(process.env.PORT), '127.0.0.1');
