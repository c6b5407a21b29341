import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { GrowthMeter } from '../../src/panel/growth.js';
import { History } from '../../src/panel/history.js';
import { SocketModel } from '../../src/panel/socket-model.js';
import { buildTree, growthKeys } from '../../src/panel/tree-builder.js';
import { TreeIndex } from '../../src/panel/tree-node.js';
import { process, sample, socket, START } from './samples.js';

const HOURS_2 = 7_200;
const SITES = 5;

/** A program that always has 20 stuck sockets, each living 100 s, and new ones every five seconds. */
function stuckAt(second: number) {
  const newest = Math.floor(second / 5);
  return Array.from({ length: 20 }, (_, index) => newest - index).map((n) =>
    socket(10 + (n % 100), { id: `sk:${n}`, since: START + n * 5_000 }),
  );
}

/** Plays two hours of one sample a second; gives the heap use (bytes) at the end of each half. */
function play(): readonly number[] {
  const [model, history, growth] = [new SocketModel(), new History(), new GrowthMeter()];
  let index = new TreeIndex();
  const heap: number[] = [];
  for (let second = 0; second < HOURS_2; second += 1) {
    const at = START + second * 1_000;
    const seen = sample(at, stuckAt(second), { counts: { CLOSE_WAIT: 20, ESTABLISHED: second % 50 } });
    model.observe([process()], seen);
    model.setSites(new Map(seen.closeWait.map(({ id }, n) => [id, site(n)])));
    growth.record(at, growthKeys(model.picture()));
    history.add(seen);
    const options = {
      now: at,
      filter: '',
      order: 'oldest' as const,
      growth: (key: string) => growth.perMinute(key),
    };
    index = new TreeIndex(buildTree(model.picture(), options));
    if (second === HOURS_2 / 2 - 1 || second === HOURS_2 - 1) heap.push(usedHeap());
  }
  expect([...index.all()]).toHaveLength(1 + SITES + 20);
  expect(history.all().length).toBeLessThanOrEqual(600);
  expect(history.all()[0]?.at).toBeLessThan(START + 60_000);
  return heap;
}

function site(n: number) {
  return { key: `line ${n % SITES}`, cause: 'unread' as const, words: 'nobody reads' };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function usedHeap(): number {
  collect();
  return globalThis.process.memoryUsage().heapUsed;
}

describe('two hours of samples', () => {
  it('leave the memory flat', () => {
    const [half = 0, whole = 0] = play();
    expect(whole - half).toBeLessThan(4 * 1024 * 1024);
  });
});
