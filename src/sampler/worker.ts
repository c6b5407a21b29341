import './worker-language.js';
import { parentPort } from 'node:worker_threads';
import type { Answer, Question } from './protocol.js';
import { createSampler, type Sampler } from './sampler.js';
import { systemDeps } from './system-deps.js';

/** Entry point of the worker thread (dist/sampler-worker.js): answers questions about sockets, one after the other. */

const sampler = createSampler(process.platform, systemDeps);

async function answer(asked: Question, from: Sampler): Promise<Answer> {
  const { id } = asked;
  try {
    switch (asked.ask) {
      case 'sample':
        return { id, sample: await from.sample(asked.pids) };
      case 'counts':
        return { id, counts: await from.countStates(asked.pids) };
      case 'owners':
        return { id, owners: await from.owners() };
    }
  } catch (error) {
    return { id, failed: error instanceof Error ? error.message : String(error) };
  }
}

let last: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (asked: Question) => {
  // A sampler's looks must not overlap.
  last = last.then(() => answer(asked, sampler)).then((reply) => parentPort?.postMessage(reply));
});
