import { createServer, type Socket } from 'node:net';

const LIMIT = 2;

class Gate {
  private active = 0;
  private readonly waiting: Socket[] = [];

  enter(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.active >= LIMIT) {
      this.waiting.push(socket);
      return;
    }
    this.serve(socket);
  }

  private serve(socket: Socket): void {
    this.active++;
    socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()));
    socket.once('close', () => this.leave());
    socket.resume();
  }

  private leave(): void {
    this.active--;
    const next = this.waiting.shift();
    if (next) this.serve(next);
  }
}

const gate = new Gate();
createServer({ pauseOnConnect: true }, (socket) => gate.enter(socket)).listen(Number(process.env.PORT));
