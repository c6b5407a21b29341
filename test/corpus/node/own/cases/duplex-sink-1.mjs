import { createServer } from 'node:net';
import { Duplex, pipeline } from 'node:stream';

/** Collects metrics lines ("name value") and keeps sums. */
const sums = new Map();

async function* lines(source) {
  let rest = '';
  for await (const chunk of source) {
    rest += chunk;
    const parts = rest.split('\n');
    rest = parts.pop();
    yield* parts;
  }
  if (rest) yield rest;
}

async function collect(source) {
  for await (const line of lines(source)) {
    const [name, value] = line.split(' ');
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
}

const options = { allowHalfOpen: true, noDelay: true };

const server = createServer(options, (socket) => {
  const started = performance.now();
  pipeline(socket, Duplex.from(collect), (error) => {
    const took = (performance.now() - started).toFixed(0);
    if (error) console.error(`collect failed after ${took} ms: ${error.message}`);
    else console.log(`collected in ${took} ms`);
  });
});

server.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
server.listen(Number(process.env.PORT), '127.0.0.1');
