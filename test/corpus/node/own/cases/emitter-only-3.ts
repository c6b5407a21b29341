import { EventEmitter } from 'node:events';
import { createServer } from 'node:net';

class Bus extends EventEmitter {
  pause(): void {
    this.emit('paused');
  }
}

const bus = new Bus();
bus.on('end', () => console.log('bus ended'));
createServer((socket) => {
  bus.pause();
  socket.resume();
  socket.on('error', () => undefined);
}).listen(Number(process.env.PORT), '127.0.0.1');
