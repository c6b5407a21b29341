import { describe, expect, it } from 'vitest';
import { ANY, compared, exactly, isAny, meet, POSITIVE } from '../../../src/lifecycle/descriptor/interval.js';
import { Known } from '../../../src/lifecycle/descriptor/known.js';

describe('intervals', () => {
  it('narrow by comparison', () => {
    expect(compared(ANY, '<', 0)).toEqual({ low: -Infinity, high: -1 });
    expect(compared(POSITIVE, '<=', 4)).toEqual({ low: 1, high: 4 });
    expect(compared(POSITIVE, '==', 0)).toBeUndefined();
    expect(compared(exactly(0), '>=', 0)).toEqual(exactly(0));
  });

  it('know what is not 0', () => {
    const nonzero = compared(ANY, '!=', 0);
    expect(nonzero && isAny(nonzero)).toBe(false);
    expect(nonzero && compared(nonzero, '==', 0)).toBeUndefined();
    expect(nonzero && compared(nonzero, '>=', 0)).toEqual(POSITIVE);
    expect(meet({ low: 0, high: 9 }, nonzero ?? ANY)).toEqual({ low: 1, high: 9 });
  });
});

describe('what a path knows', () => {
  const compare = (place: string, is: '<' | '==', constant: number) =>
    ({ fact: 'compare', place, is, with: constant }) as const;
  const opaque = (holds: boolean) => ({ fact: 'opaque', key: 'x > y', reads: ['x'], holds }) as const;

  it('refutes what contradicts it', () => {
    const known = Known.nothing.set('n', exactly(0));
    expect(known.assume(compare('n', '<', 0))).toBeUndefined();
    expect(known.assume(compare('n', '==', 0))).toBe(known);
  });

  it('forgets with the assignment', () => {
    const known = Known.nothing.assume(opaque(true));
    expect(known?.assume(opaque(false))).toBeUndefined();
    expect(known?.set('x').assume(opaque(false))).toBeDefined();
    expect(known?.set('z').assume(opaque(false))).toBeUndefined();
  });

  it('takes EWOULDBLOCK for EAGAIN', () => {
    const again = { fact: 'errno', among: ['EWOULDBLOCK'], holds: true } as const;
    const known = Known.nothing.assume(again);
    expect(known?.assume({ ...again, among: ['EAGAIN'], holds: false })).toBeUndefined();
    expect(known?.assume({ ...again, among: ['ECONNRESET'] })).toBeUndefined();
  });

  it('has the same key for the same knowledge', () => {
    const one = Known.nothing.set('a', exactly(1)).set('b', exactly(2));
    const other = Known.nothing.set('b', exactly(2)).set('a', exactly(1));
    expect(one.key).toBe(other.key);
    expect(one.set('b').key).not.toBe(other.key);
  });
});
