import { createServer, type Socket } from 'node:net';

function logged(_target: unknown, key: string, descriptor: PropertyDescriptor): PropertyDescriptor {
  const original = descriptor.value as (...args: unknown[]) => unknown;
  return {
    ...descriptor,
    value(this: unknown, ...args: unknown[]) {
      console.log(key);
      return original.apply(this, args);
    },
  };
}

class Roster {
  readonly all = new Map<string, Socket>();

  @logged
  add(socket: Socket): void {
    const key = `${socket.remoteAddress}:${socket.remotePort}`;
    this.all.set(key, socket);
    socket.on('data', (data) => this.broadcast(key, data));
    socket.on('error', () => console.warn('lost', key));
  }

  private broadcast(from: string, data: Buffer): void {
    for (const [key, socket] of this.all) if (key !== from && socket.writable) socket.write(data);
  }
}

const roster = new Roster();
createServer((socket) => roster.add(socket)).listen(Number(process.env.PORT));
