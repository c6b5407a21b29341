import net from 'node:net';
import { Duplex } from 'node:stream';

async function* lines(readable: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = readable.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rest += decoder.decode(value, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest) yield rest;
}

async function handle(socket: net.Socket): Promise<void> {
  const web = Duplex.toWeb(socket);
  let total = 0;
  for await (const line of lines(web.readable as ReadableStream<Uint8Array>)) total += line.length;
  console.log('%d characters', total);
}

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    handle(socket).catch((error: Error) => console.error(error.message));
  })
  .listen(Number(process.env.PORT));
