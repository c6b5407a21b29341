import { createServer, type Socket } from 'node:net';

class Lease {
  #renewed = 0;
  constructor(private readonly socket: Socket) {}

  async run(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.socket.on('data', () => {
        this.#renewed++;
        this.socket.write(`renewed ${this.#renewed}\n`);
      });
      this.socket.once('end', resolve);
      this.socket.once('error', reject);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroySoon();
  }
}

async function handle(socket: Socket): Promise<void> {
  await using lease = new Lease(socket);
  await lease.run();
}

const server = createServer({ allowHalfOpen: true });
server.on('connection', (socket) => {
  handle(socket).catch((error: unknown) => console.error(error));
});
server.listen(Number(process.env.PORT));
