import net, { type Socket } from 'node:net';

interface Subscriber {
  readonly id: number;
  push(line: string): boolean;
  dispose(): void;
}

let next = 0;

function subscriber(socket: Socket): Subscriber {
  const id = ++next;
  return {
    id,
    push: (line) => socket.write(`${line}\n`),
    dispose: () => {
      socket.end();
    },
  };
}

const subscribers = new Map<number, Subscriber>();

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    const one = subscriber(socket);
    subscribers.set(one.id, one);
    socket.on('end', () => one.dispose());
    socket.on('close', () => subscribers.delete(one.id));
    socket.on('error', (error) => console.log('subscriber %d: %s', one.id, error.message));
  })
  .listen(Number(process.env.PORT));

setInterval(() => {
  for (const one of subscribers.values()) one.push(new Date().toISOString());
}, 500);
