import { on } from 'node:events';
import { createServer, type Socket } from 'node:net';

type Command = { verb: string; args: string[] };

function parse(line: string): Command {
  const [verb = '', ...args] = line.trim().split(/\s+/);
  return { verb: verb.toUpperCase(), args };
}

const store = new Map<string, string>();

function execute({ verb, args }: Command): string {
  switch (verb) {
    case 'SET':
      store.set(args[0] ?? '', args.slice(1).join(' '));
      return '+OK';
    case 'GET':
      return store.get(args[0] ?? '') ?? '-NOTFOUND';
    case 'COUNT':
      return String(store.size);
    default:
      return `-UNKNOWN ${verb}`;
  }
}

async function serve(socket: Socket, signal: AbortSignal): Promise<void> {
  let buffered = '';
  socket.setEncoding('utf8');
  try {
    for await (const [text] of on(socket, 'data', { signal, close: ['end'] })) {
      buffered += text as string;
      let eol: number;
      while ((eol = buffered.indexOf('\n')) >= 0) {
        socket.write(`${execute(parse(buffered.slice(0, eol)))}\n`);
        buffered = buffered.slice(eol + 1);
      }
    }
  } finally {
    socket.end();
  }
}

const shutdown = new AbortController();
process.once('SIGTERM', () => shutdown.abort());

const server = createServer({ allowHalfOpen: true }, (socket) => {
  serve(socket, shutdown.signal).catch((error: Error) => {
    if (error.name !== 'AbortError') console.error(error.message);
  });
});
server.listen(Number(process.env.PORT));
