import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createServer } from 'node:net';

class Desk {
  #workers;
  #turn = 0;

  constructor(size = Math.min(2, availableParallelism())) {
    this.#workers = Array.from({ length: size }, () => this.#spawn());
  }

  #spawn() {
    const worker = fork(new URL('./worker.mjs', import.meta.url), { serialization: 'advanced' });
    worker.on('error', (error) => console.error('worker', error.message));
    return worker;
  }

  assign(socket) {
    const worker = this.#workers[this.#turn++ % this.#workers.length];
    worker.send({ type: 'serve' }, socket, { keepOpen: true }, (error) => {
      if (error) {
        console.error('send', error.message);
        socket.destroy();
      }
    });
  }
}

const desk = new Desk();
const server = createServer({ pauseOnConnect: true });
server.on('connection', (socket) => desk.assign(socket));
server.listen(Number(process.env.PORT));
