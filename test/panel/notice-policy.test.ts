import { describe, expect, it } from 'vitest';
import { NoticePolicy } from '../../src/panel/notice-policy.js';
import { PID, START } from './samples.js';

/** Feeds one count a second; gives the seconds at which a notice was due. */
function due(policy: NoticePolicy, counts: readonly number[], key = `${PID}`): readonly number[] {
  return counts.flatMap((stuck, second) =>
    policy.isDue({ key, at: START + second * 1_000, stuck }) ? [second] : [],
  );
}

function seconds(length: number, countAt: (second: number) => number): readonly number[] {
  return Array.from({ length }, (_, second) => countAt(second));
}

describe('NoticePolicy', () => {
  it('waits until the threshold is passed in three looks in a row', () => {
    expect(due(new NoticePolicy(() => 10), [10, 11, 3, 10, 10, 10, 10])).toEqual([5]);
  });

  it('gives one notice per session', () => {
    const policy = new NoticePolicy(() => 1);
    expect(due(policy, [5, 5, 5, 5, 5])).toEqual([2]);
    expect(due(policy, [5, 5, 5, 5, 5], 'other')).toEqual([]);
    policy.reset();
    expect(due(policy, [5, 5, 5], 'other')).toEqual([2]);
  });

  it('tells of a count that only grows, long before the threshold', () => {
    expect(
      due(
        new NoticePolicy(() => 1_000),
        seconds(120, (s) => Math.floor(s / 10)),
      ),
    ).toEqual([60]);
  });

  it('is silent when a count grows and shrinks', () => {
    expect(
      due(
        new NoticePolicy(() => 1_000),
        seconds(600, (s) => s % 50),
      ),
    ).toEqual([]);
  });

  it('is silent when a count jumps once and stays', () => {
    expect(
      due(
        new NoticePolicy(() => 1_000),
        seconds(600, (s) => (s < 10 ? 0 : 9)),
      ),
    ).toEqual([]);
  });

  it('is never due when it is switched off', () => {
    expect(
      due(
        new NoticePolicy(() => 0),
        seconds(600, (s) => s),
      ),
    ).toEqual([]);
  });
});
