import { describe, expect, it } from 'vitest';
import { forecastText, timeToLimit } from '../../src/panel/forecast.js';
import { GrowthMeter, growthText } from '../../src/panel/growth.js';
import { START } from './samples.js';

function meterOf(countAt: (second: number) => number, seconds: number): GrowthMeter {
  const meter = new GrowthMeter();
  for (let s = 0; s <= seconds; s += 1) meter.record(START + s * 1_000, new Map([['key', countAt(s)]]));
  return meter;
}

describe('GrowthMeter', () => {
  it('tells the rate of the last minute, not of all time', () => {
    const meter = meterOf((s) => (s < 300 ? 0 : (s - 300) * 2), 420);
    expect(meter.perMinute('key')).toBeCloseTo(120);
  });

  it('says nothing while it has seen too little', () => {
    expect(meterOf((s) => s, 9).perMinute('key')).toBeUndefined();
    expect(meterOf((s) => s, 10).perMinute('key')).toBe(10);
  });

  it('does not make a trend of one burst', () => {
    const burst = (s: number) => (s < 3 ? 0 : 15);
    expect(meterOf(burst, 20).perMinute('key')).toBe(15);
    expect(meterOf(burst, 90).perMinute('key')).toBe(0);
  });

  it('forgets a key that is not reported any more', () => {
    const meter = meterOf((s) => s, 60);
    meter.record(START + 61_000, new Map());
    meter.record(START + 62_000, new Map([['key', 3]]));
    expect(meter.perMinute('key')).toBeUndefined();
  });

  it('gives the same rate for many samples a second', () => {
    const meter = new GrowthMeter();
    for (let n = 0; n <= 600; n += 1) meter.record(START + n * 100, new Map([['key', n]]));
    expect(meter.perMinute('key')).toBeCloseTo(600);
  });

  it('writes only what grows', () => {
    expect([undefined, -5, 0, 12].map((rate) => growthText(rate))).toEqual(['', '', '', '+12/min']);
  });
});

describe('forecast', () => {
  const use = { open: 324, limit: 1_024 };

  it('tells when the descriptors are used up', () => {
    expect(forecastText(use, 50)).toBe('At this rate 1,024 descriptors are reached in 14 min.');
  });

  it('is silent when nothing grows, or the limit is more than a day away', () => {
    expect([undefined, 0, -3, 0.1].map((rate) => timeToLimit(use, rate))).toEqual(Array(4).fill(undefined));
  });

  it('says so when the limit is reached', () => {
    expect(forecastText({ open: 1_024, limit: 1_024 }, undefined)).toBe(
      'The limit of 1,024 descriptors is reached.',
    );
  });
});
