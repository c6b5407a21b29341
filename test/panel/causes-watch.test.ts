import { beforeEach, describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/debug/explainer.js';
import { CausesWatch } from '../../src/panel/causes-watch.js';
import { LiveState } from '../../src/panel/live-state.js';
import { PID, process, sample, socket, START } from './samples.js';

const SECOND = 1_000;

describe('asking programs for causes', () => {
  let now = START;
  let suspects: Explanation['suspects'] = [];
  let asked: [stuck: number, also: readonly number[] | undefined][] = [];
  let state = new LiveState();
  let watch: CausesWatch;
  beforeEach(() => {
    [now, suspects, asked, state] = [START, [], [], new LiveState()];
    watch = new CausesWatch(
      {
        explain: (sockets, also) => {
          asked.push([sockets.length, also]);
          return Promise.resolve({ sites: new Map(), details: new Map(), suspects });
        },
      },
      state,
      () => undefined,
      () => now,
    );
  });

  async function look(after: number, ...stuck: Parameters<typeof sample>[1]): Promise<void> {
    now += after;
    state.observe([process()], sample(now, stuck));
    await watch.look();
  }

  test('happens only while something is stuck', async () => {
    await look(5 * SECOND);
    expect(asked).toEqual([]);
    await look(5 * SECOND, socket(7));
    expect(asked).toEqual([[1, []]]);
  });

  test('a survey takes two looks some seconds apart, with nothing stuck', async () => {
    watch.survey();
    for (let at = 0; at < 10; at++) await look(SECOND);
    expect(asked).toEqual([
      [0, [PID]],
      [0, [PID]],
    ]);
  });

  test('what a survey found is looked at until it is gone', async () => {
    watch.survey();
    suspects = [
      {
        socket: socket(9, { state: 'ESTABLISHED' }),
        site: { key: 'a', cause: 'unread', words: 'nobody reads' },
      },
    ];
    for (let at = 0; at < 10; at++) await look(SECOND);
    expect(asked).toHaveLength(4);
    expect(state.picture().processes[0]?.unread).toHaveLength(1);
    suspects = [];
    for (let at = 0; at < 10; at++) await look(SECOND);
    expect(asked).toHaveLength(5);
    expect(state.picture().processes[0]?.unread).toEqual([]);
  });
});
