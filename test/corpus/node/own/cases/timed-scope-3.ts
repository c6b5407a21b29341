import { createServer, type Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';

/** Half-open on purpose: clients send a job, shut down their side, and wait for the result. */
const IDLE = Number(process.env.IDLE_MS ?? 5_000);

type Job = { readonly id: number; readonly text: string };

class Runner {
  private next = 1;
  private readonly results = new Map<number, string>();

  submit(text: string): Job {
    return { id: this.next++, text };
  }

  /** Some jobs never give a result; their clients are cut off by the deadline. */
  run(job: Job, done: (result: string) => void): void {
    if (job.text.startsWith('sort ')) {
      const result = job.text.slice(5).split(' ').sort().join(' ');
      this.results.set(job.id, result);
      setImmediate(done, result);
    }
  }
}

const runner = new Runner();

function serve(socket: Socket): void {
  addAbortSignal(AbortSignal.timeout(IDLE), socket);
  let text = '';
  socket.on('error', (error) => {
    if (error.name !== 'AbortError') console.error(error.message);
  });
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('end', () => {
    runner.run(runner.submit(text.trim()), (result) => socket.end(`${result}\n`));
  });
}

createServer({ allowHalfOpen: true }, serve).listen(Number(process.env.PORT));
