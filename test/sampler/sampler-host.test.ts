import { describe, expect, test } from 'vitest';
import { SamplerHost, type Timer } from '../../src/sampler/sampler-host.js';
import type { Sampler, StateCounts } from '../../src/sampler/sampler.js';
import type { Sample } from '../../src/shared/sample.js';

/** A clock that stands still until it is moved. */
class Clock implements Timer {
  time = 0;
  readonly pauses: { due: number; run: () => void }[] = [];

  after(ms: number, run: () => void): { dispose(): void } {
    const pause = { due: this.time + ms, run };
    this.pauses.push(pause);
    return { dispose: () => void this.pauses.splice(this.pauses.indexOf(pause), 1) };
  }

  now(): number {
    return this.time;
  }

  /** How long until the next sample. */
  get wait(): number | undefined {
    return this.pauses[0] === undefined ? undefined : this.pauses[0].due - this.time;
  }

  async advance(): Promise<void> {
    const pause = this.pauses.shift();
    if (pause === undefined) throw new Error('Nothing is due.');
    this.time = pause.due;
    pause.run();
    await settled();
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const EMPTY: Sample = { at: 0, tookMs: 0, closeWait: [], counts: {} };

/** A sampler whose looks take as long as it is told, and which notices overlaps. */
class Slow implements Sampler {
  cost = 0;
  failing = false;
  looks: (readonly number[])[] = [];
  counts = 0;
  running = 0;
  disposed = false;
  gate: Promise<void> = Promise.resolve();

  constructor(private readonly clock: Clock) {}

  async sample(pids: readonly number[]): Promise<Sample> {
    this.running += 1;
    expect(this.running).toBe(1);
    this.looks.push(pids);
    await this.gate;
    this.clock.time += this.cost;
    this.running -= 1;
    if (this.failing) throw new Error('No table.');
    return EMPTY;
  }

  countStates(): Promise<StateCounts> {
    this.counts += 1;
    return Promise.resolve({ LISTEN: 1 });
  }

  owners(): Promise<never[]> {
    return Promise.resolve([]);
  }

  dispose(): void {
    this.disposed = true;
  }
}

function setUp(): {
  clock: Clock;
  sampler: Slow;
  host: SamplerHost;
  failures: string[];
  states: (StateCounts | undefined)[];
} {
  const clock = new Clock();
  const sampler = new Slow(clock);
  const host = new SamplerHost(sampler, clock);
  const failures: string[] = [];
  const states: (StateCounts | undefined)[] = [];
  host.onFailure((sentence) => failures.push(sentence));
  host.onLook((look) => states.push(look.states));
  return { clock, sampler, host, failures, states };
}

describe('sampling again and again', () => {
  test('starts at once, then every second, and stops', async () => {
    const { clock, sampler, host } = setUp();
    host.watch([1]);
    expect(sampler.looks).toHaveLength(0);
    host.start();
    await settled();
    expect(clock.wait).toBe(1_000);
    await clock.advance();
    expect(sampler.looks).toEqual([[1], [1]]);
    host.stop();
    expect(clock.pauses).toEqual([]);
    expect(host.running).toBe(false);
  });

  test('a dear sample is followed by a pause of twenty times its cost', async () => {
    const { clock, sampler, host } = setUp();
    sampler.cost = 200;
    host.watch([1]);
    host.start();
    await settled();
    expect(clock.wait).toBe(4_000);
  });

  test('samples never overlap; a change during one is looked at right after it', async () => {
    const { sampler, host } = setUp();
    let open = (): void => undefined;
    sampler.gate = new Promise((resolve) => (open = resolve));
    host.watch([1]);
    host.start();
    host.watch([1, 2]);
    host.refresh();
    host.watch([1, 3]);
    open();
    await settled();
    expect(sampler.looks).toEqual([[1], [1, 3]]);
  });

  test('without processes nothing is asked', async () => {
    const { clock, sampler, host } = setUp();
    host.start();
    await settled();
    expect(sampler.looks).toEqual([]);
    host.watch([1]);
    await settled();
    host.watch([]);
    expect(clock.pauses).toEqual([]);
  });

  test('a failure is told, and tried again ever later up to a minute', async () => {
    const { clock, sampler, host, failures } = setUp();
    sampler.failing = true;
    host.watch([1]);
    host.start();
    await settled();
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 8; round += 1) {
      waits.push(clock.wait);
      await clock.advance();
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(failures[0]).toBe('No table.');
    sampler.failing = false;
    await clock.advance();
    expect(clock.wait).toBe(1_000);
  });

  test('counts by state only while a chart wants them', async () => {
    const { clock, sampler, host, states } = setUp();
    host.watch([1]);
    host.start();
    await settled();
    host.countStates(true);
    await settled();
    host.countStates(false);
    await clock.advance();
    expect(states).toEqual([undefined, { LISTEN: 1 }, undefined]);
    expect(sampler.counts).toBe(1);
  });

  test('stopping during a sample drops its result', async () => {
    const { clock, sampler, host, states } = setUp();
    let open = (): void => undefined;
    sampler.gate = new Promise((resolve) => (open = resolve));
    host.watch([1]);
    host.start();
    host.dispose();
    open();
    await settled();
    expect(states).toEqual([]);
    expect(clock.pauses).toEqual([]);
    expect(sampler.disposed).toBe(true);
  });
});
