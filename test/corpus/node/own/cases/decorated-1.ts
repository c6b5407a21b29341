import { createServer, type Socket } from 'node:net';

function counted(_target: object, name: string, descriptor: PropertyDescriptor): void {
  const inner = descriptor.value as (...args: unknown[]) => unknown;
  let calls = 0;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    console.log('%s called %d times', name, ++calls);
    return inner.apply(this, args);
  };
}

class Feed {
  private readonly listeners: Socket[] = [];

  @counted
  add(socket: Socket): void {
    this.listeners.push(socket);
    socket.on('error', (error) => console.warn(error.message));
    socket.write('welcome\n');
  }

  tick(): void {
    for (const socket of this.listeners) if (socket.writable) socket.write(`${Date.now()}\n`);
  }
}

const feed = new Feed();
setInterval(() => feed.tick(), 1000);
createServer((socket) => feed.add(socket)).listen(Number(process.env.PORT), '127.0.0.1');
