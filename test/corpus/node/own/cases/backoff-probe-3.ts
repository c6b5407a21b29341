import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

type Status = 'connecting' | 'up' | 'down';

/** Follows the leader of the cluster; a silent leader is replaced after three missed beats. */
class LeaderWatch extends EventEmitter {
  #socket: Socket | undefined;
  #status: Status = 'down';
  #attempt = 0;
  #beat: NodeJS.Timeout | undefined;

  get status(): Status {
    return this.#status;
  }

  start(): void {
    this.#status = 'connecting';
    const socket = connect({ port: Number(process.env.PEER_PORT), host: process.env.PEER_HOST });
    this.#socket = socket;
    const lines = createInterface({ input: socket, crlfDelay: Infinity });
    socket
      .once('connect', () => this.#up())
      .on('error', (error) => console.warn(error.message))
      .once('close', () => this.#down());
    lines.on('line', (line) => {
      this.#expectBeat();
      if (line.startsWith('leader ')) this.emit('leader', line.slice(7));
    });
  }

  #up(): void {
    this.#status = 'up';
    this.#attempt = 0;
    this.#expectBeat();
    this.emit('up');
  }

  #down(): void {
    this.#status = 'down';
    clearTimeout(this.#beat);
    const wait = Math.min(30_000, 1_000 * 2 ** this.#attempt++);
    setTimeout(() => this.start(), wait + Math.random() * 100).unref();
  }

  #expectBeat(): void {
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => this.#socket?.destroy(), 10_000);
  }
}

const watch = new LeaderWatch();
watch.on('leader', (name: string) => console.log(`leader is ${name}`));
watch.start();
setInterval(() => console.log(watch.status), 60_000);
