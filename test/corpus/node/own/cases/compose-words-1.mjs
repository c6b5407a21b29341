import net from 'node:net';
import { compose } from 'node:stream';

async function* words(source) {
  let rest = '';
  for await (const chunk of source) {
    const parts = (rest + chunk).split(/\s+/);
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}

const totals = new Map();

async function count(socket) {
  for await (const word of compose(socket, words)) {
    totals.set(String(word), (totals.get(String(word)) ?? 0) + 1);
  }
}

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    count(socket).catch((error) => console.error(error.message));
  })
  .listen(process.env.PORT);
