import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Explainer } from '../../src/debug/explainer.js';
import { OpenLog } from '../../src/debug/open-log.js';
import { RemoteSockets } from '../../src/debug/remote-sockets.js';
import { LiveState } from '../../src/panel/live-state.js';
import { changedNodes, TreeIndex } from '../../src/panel/tree-node.js';
import type { TcpSocket } from '../../src/shared/sample.js';
import { described, PLACES, session } from '../debug/node-session.js';
import { PID, process, sample, socket, START } from './samples.js';

const HOURS_2 = 7_200;
/** New sockets a second; each lives 25 s. In the second hour 14,400 come and go: what keeps them is seen in the heap. */
const COMING = 4;
const LIVING = 100;
/** Not every sample is followed by questions and drawn: these need more time than memory. */
const EVERY = 10;

/** The sockets that are stuck in a second of the two hours, the oldest first. */
function stuckAt(second: number): readonly TcpSocket[] {
  const newest = (second + 1) * COMING;
  return Array.from({ length: Math.min(LIVING, newest) }, (_, index) => newest - LIVING + index)
    .filter((n) => n >= 0)
    .map((n) =>
      socket(portOf(n), {
        id: `sk:${n}`,
        local: { address: '127.0.0.1', port: 80 },
        peer: { address: '127.0.0.1', port: portOf(n) },
        since: START + Math.floor(n / COMING) * 1_000,
      }),
    );
}

function portOf(n: number): number {
  return 1_024 + (n % 50_000);
}

/** The whole chain behind the view, as far as it remembers anything. */
class Observation {
  readonly state = new LiveState();
  #now = START;
  #stuck: readonly TcpSocket[] = [];
  readonly #node = session({
    ...PLACES,
    'evaluate clipboard': () => {
      const sockets = this.#stuck.map(({ peer }) => described(peer.port));
      return { result: JSON.stringify(JSON.stringify({ sockets, sites: ['p80.abc'], total: LIVING })) };
    },
  });
  readonly #explainer = new Explainer(
    () => [this.#node],
    undefined,
    () => this.#now,
  );
  readonly #remote = new RemoteSockets();
  readonly #log = new OpenLog();
  #index = new TreeIndex();

  get rows(): number {
    return [...this.#index.all()].length;
  }

  async see(second: number): Promise<void> {
    this.#now = START + second * 1_000;
    this.#stuck = stuckAt(second);
    const counts = { CLOSE_WAIT: LIVING, ESTABLISHED: second % 50 };
    this.state.observe([process()], sample(this.#now, this.#stuck, { counts }));
    if (second % EVERY === 0) await this.#explainAndDraw();
  }

  async #explainAndDraw(): Promise<void> {
    const { sites, details, suspects } = await this.#explainer.explain(this.#stuck);
    this.state.setSites(sites);
    this.state.setDetails(details);
    this.state.setSuspects(suspects);
    await this.#remote.look('elsewhere', [this.#node], this.#now);
    for (const one of this.#stuck) {
      const fd = one.holders[0]?.fd ?? 0;
      const isNew = this.#now - one.since < EVERY * 1_000;
      if (isNew) this.#log.note('S1', `Closewait: descriptor ${fd} accepted at /a.c:1\n`, one.since);
      this.#log.openingOf('S1', fd, one);
    }
    this.#log.keep(new Set(this.#stuck.map(({ id }) => id)));
    const next = new TreeIndex(this.state.rows(this.#now));
    changedNodes(this.#index, next);
    this.#index = next;
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function usedHeap(): number {
  collect();
  return globalThis.process.memoryUsage().heapUsed;
}

describe('two hours of samples', () => {
  it('leave the memory flat', async () => {
    const observation = new Observation();
    const heap: number[] = [];
    for (let second = 0; second < HOURS_2; second += 1) {
      await observation.see(second);
      if (second === HOURS_2 / 2 - 1 || second === HOURS_2 - 1) heap.push(usedHeap());
    }
    // A process, its line, and all but those that came this very second.
    expect(observation.rows).toBe(1 + 1 + LIVING - COMING);
    expect(observation.state.picture().processes[0]?.process.pid).toBe(PID);
    const history = observation.state.history.all();
    expect(history.length).toBeLessThanOrEqual(600);
    expect(history[0]?.at).toBeLessThan(START + 60_000);
    const [half = 0, whole = 0] = heap;
    expect(whole - half).toBeLessThan(1024 * 1024);
  }, 60_000);
});
