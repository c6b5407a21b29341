import { parentPort } from 'node:worker_threads';

const MAGIC = Buffer.from('PNG');

parentPort.on('message', ({ id, bytes }) => {
  const image = Buffer.from(bytes);
  if (!image.subarray(0, 3).equals(MAGIC)) {
    console.error('job %d is no image', id);
    return;
  }
  parentPort.postMessage({ id, size: image.length >> 1 });
});
