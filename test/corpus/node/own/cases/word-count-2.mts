import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';

type Count<T extends string> = Readonly<Record<T, number>>;

async function count(socket: Socket): Promise<Count<'words' | 'bytes'>> {
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
  await once(socket, 'end');
  return { words: text.split(/\s+/).filter(Boolean).length, bytes: text.length } satisfies Count<'words' | 'bytes'>;
}

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  try {
    const { words, bytes } = await count(socket);
    socket.end(`${words} ${bytes}\n`);
  } catch (error) {
    console.error(error);
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1');
export {};
