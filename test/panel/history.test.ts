import { describe, expect, it } from 'vitest';
import { History } from '../../src/panel/history.js';
import { sample, START } from './samples.js';

describe('History', () => {
  it('never holds more points than its limit, and always reaches from the first sample to the last', () => {
    const history = new History(10);
    for (let n = 0; n < 1_000; n += 1) {
      history.add(sample(START + n, []));
      expect(history.all().length).toBeLessThanOrEqual(10);
      expect(history.all().at(-1)?.at).toBe(START + n);
    }
    expect(history.all()[0]?.at).toBeLessThan(START + 200);
  });

  it('keeps a peak of one sample through every merge', () => {
    const history = new History(8);
    for (let n = 0; n < 500; n += 1) {
      history.add(sample(START + n, [], { counts: { CLOSE_WAIT: n === 17 ? 99 : 1 } }));
    }
    expect(Math.max(...history.all().map(({ counts }) => counts.CLOSE_WAIT ?? 0))).toBe(99);
  });

  it('does not invent states that were not asked for', () => {
    const history = new History(2);
    for (let n = 0; n < 9; n += 1) history.add(sample(START + n, []));
    expect(Object.keys(history.all()[0]?.counts ?? {})).toEqual(['CLOSE_WAIT']);
  });
});
