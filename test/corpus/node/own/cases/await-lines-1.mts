import { createServer, type Socket } from 'node:net';

type Verb = 'put' | 'get';

const store = new Map<string, string>();

const verbs: Record<Verb, (key: string, value?: string) => string> = {
  put: (key, value = '') => (store.set(key, value), 'STORED'),
  get: (key) => store.get(key) ?? 'NOT_FOUND',
};

async function converse(socket: Socket): Promise<void> {
  let rest = '';
  socket.setEncoding('utf8');
  for await (const text of socket as AsyncIterable<string>) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [verb, key = '', value] = line.split(' ');
      socket.write(`${verbs[verb as Verb]?.(key, value) ?? 'ERROR'}\n`);
    }
  }
}

const server = createServer({ allowHalfOpen: true });
server.on('connection', (socket: Socket) => {
  void converse(socket).catch((error: Error) => console.error(error.message));
});
server.listen(Number(process.env.PORT));
