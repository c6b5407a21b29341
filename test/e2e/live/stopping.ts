/**
 * Listens on $PORT and closes whatever its peer closes. A peer that sends `stop` makes it pass the line for the
 * breakpoint, one that sends `work` keeps it busy until `idle` is set, for a minute at most.
 */
import { createServer, type Socket } from 'node:net';

function work(): void {
  console.log('working');
  const until = Date.now() + 60_000;
  while (Date.now() < until && !('idle' in globalThis));
}

function stop(): void {
  console.log('passed'); // breakpoint
}

function take(chunk: Buffer): void {
  if (chunk.toString() === 'work\n') work();
  if (chunk.toString() === 'stop\n') stop();
}

const answer = (socket: Socket): unknown => socket.on('data', take); // handles

createServer(answer).listen(Number(process.env['PORT']), '127.0.0.1', () => {
  console.log('ready');
});
