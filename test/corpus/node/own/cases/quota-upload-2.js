import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

async function freeSpace() {
  await wait(10);
  return 1000;
}

const server = createServer(async (req, res) => {
  req.pause();
  const size = Number(req.headers['content-length'] ?? 0);
  if (size > (await freeSpace())) {
    console.warn('too large', size);
    res.writeHead(413, { connection: 'close' }).end();
    return;
  }
  req.resume();
  req.on('end', () => res.end('stored'));
});

server.listen(process.env.PORT);
