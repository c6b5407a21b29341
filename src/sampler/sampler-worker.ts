import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type { Sample, SocketOwner } from '../shared/sample.js';
import type { Answer, Question } from './protocol.js';
import type { Sampler, StateCounts } from './sampler.js';
import type { Texts, WorkerInput } from './worker-language.js';

/** Longest wait for one answer. Larger than the worker's own limits, so it only catches a worker that is stuck. */
const TIMEOUT_MS = 30_000;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A sampler that works in a worker thread, started at the first question and anew after it died. */
export class SamplerWorker implements Sampler {
  #worker: Worker | undefined;
  #nextId = 1;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * @param script path of the bundled worker, `dist/sampler-worker.js`.
   * @param texts its sentences in the user's language, by the English ones.
   */
  constructor(
    private readonly script: string,
    private readonly texts: Texts = {},
  ) {}

  async sample(pids: readonly number[]): Promise<Sample> {
    const answer = await this.#ask((id) => ({ id, ask: 'sample', pids }));
    if ('sample' in answer) return answer.sample;
    throw unexpected(answer);
  }

  async countStates(pids: readonly number[]): Promise<StateCounts> {
    const answer = await this.#ask((id) => ({ id, ask: 'counts', pids }));
    if ('counts' in answer) return answer.counts;
    throw unexpected(answer);
  }

  async owners(): Promise<readonly SocketOwner[]> {
    const answer = await this.#ask((id) => ({ id, ask: 'owners' }));
    if ('owners' in answer) return answer.owners;
    throw unexpected(answer);
  }

  dispose(): void {
    this.#end(new Error(l10n.t('The sampler was stopped.')));
  }

  #ask(question: (id: number) => Question): Promise<Answer> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(
          new Error(
            l10n.t('The sampler did not answer within {0} s; it is started anew.', TIMEOUT_MS / 1_000),
          ),
        );
      }, TIMEOUT_MS);
      const settled = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#started().postMessage(question(id));
    });
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const input: WorkerInput = { texts: this.texts };
    const worker = new Worker(this.script, { name: 'closewait-sampler', workerData: input });
    this.#worker = worker;
    worker.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.resolve(answer));
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#end(new Error(l10n.t('The sampler failed: {0}', error.message)));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#end(new Error(l10n.t('The sampler has ended; it is started anew.')));
    });
    worker.unref();
    return worker;
  }

  #end(reason: Error): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
    for (const waiting of [...this.#waiting.values()]) waiting.reject(reason);
  }
}

function unexpected(answer: Answer): Error {
  return new Error('failed' in answer ? answer.failed : l10n.t('The sampler answered another question.'));
}
