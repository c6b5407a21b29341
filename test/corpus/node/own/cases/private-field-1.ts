import { createServer, type Socket } from 'node:net';

class Cache {
  readonly #values = new Map<string, string>();

  get(key: string): string {
    return this.#values.get(key) ?? '-';
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #cache: Cache;
  #closed = false;

  constructor(socket: Socket, cache: Cache) {
    this.#socket = socket;
    this.#cache = cache;
    this.#socket.setEncoding('utf8');
    this.#socket.on('data', (text: unknown) => this.#answer(String(text)));
    this.#socket.on('end', () => (this.#closed = true));
    this.#socket.on('error', () => this.#close());
  }

  #answer(text: string): void {
    for (const line of text.split('\n').filter(Boolean)) this.#socket.write(`${this.#cache.get(line.slice(4))}\n`);
  }

  #close(): void {
    this.#closed = true;
    this.#socket.end();
  }

  get closed(): boolean {
    return this.#closed;
  }
}

const cache = new Cache();
const all: Connection[] = [];
createServer({ allowHalfOpen: true }, (socket) => void all.push(new Connection(socket, cache))).listen(Number(process.env.PORT), '127.0.0.1');
