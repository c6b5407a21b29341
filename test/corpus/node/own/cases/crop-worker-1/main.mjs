import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./crop.mjs', import.meta.url));
const jobs = new Map();
let last = 0;

worker.on('message', ({ id, size }) => {
  jobs.get(id)?.(size);
  jobs.delete(id);
});

const crop = (bytes) =>
  new Promise((resolve) => {
    jobs.set(++last, resolve);
    worker.postMessage({ id: last, bytes });
  });

createServer((socket) => {
  socket.on('error', (error) => console.error(error.message));
  socket.on('data', async (chunk) => {
    socket.pause();
    const size = await crop(chunk);
    socket.write(`${size}\n`);
    socket.resume();
  });
}).listen(process.env.PORT);
