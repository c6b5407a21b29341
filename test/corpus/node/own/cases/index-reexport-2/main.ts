import { createServer } from 'node:net';
import { speak } from './protocol';

createServer({ allowHalfOpen: true }, (socket) => speak(socket, (line) => line.toUpperCase())).listen(Number(process.env.PORT), '127.0.0.1');
