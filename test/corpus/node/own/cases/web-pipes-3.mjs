import { createServer } from 'node:net';
import { Duplex } from 'node:stream';

/** Line reverser on web streams: bytes -> text -> lines -> reversed -> bytes. */
function lines() {
  let rest = '';
  return new TransformStream({
    transform(text, controller) {
      const parts = (rest + text).split('\n');
      rest = parts.pop();
      for (const part of parts) controller.enqueue(part);
    },
    flush(controller) {
      if (rest) controller.enqueue(rest);
    },
  });
}

const reverse = () =>
  new TransformStream({
    transform(line, controller) {
      controller.enqueue([...line].reverse().join('') + '\n');
    },
  });

let open = 0;

const server = createServer(async (socket) => {
  open += 1;
  socket.once('close', () => {
    open -= 1;
  });
  const { readable, writable } = Duplex.toWeb(socket);
  try {
    await readable
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(lines())
      .pipeThrough(reverse())
      .pipeThrough(new TextEncoderStream())
      .pipeTo(writable);
  } catch (error) {
    console.warn(`stream failed (${open} open)`, error?.message);
  }
});

server.listen(Number(process.env.PORT));
