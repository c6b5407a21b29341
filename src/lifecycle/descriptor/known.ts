import type { Fact, Place } from '../ir.js';
import { isWithin } from '../ir.js';
import { ANY, compared, isAny, isSame, meet, type Interval } from './interval.js';

/** What errno may be, as far as retrying goes; `*` stands for every other error. EWOULDBLOCK is EAGAIN on Linux. */
export type Errno = 'EAGAIN' | 'EINTR' | '*';

type OpaqueFact = Extract<Fact, { fact: 'opaque' }>;
type ErrnoFact = Extract<Fact, { fact: 'errno' }>;

/**
 * What a path knows of numbers, errno and conditions it has tested. Immutable: every change gives a new one, or the
 * same when nothing changed.
 */
export class Known {
  static readonly nothing = new Known(new Map(), new Map(), undefined);
  private text: string | undefined;

  private constructor(
    private readonly numbers: ReadonlyMap<Place, Interval>,
    private readonly answers: ReadonlyMap<string, OpaqueFact>,
    readonly errno: ReadonlySet<Errno> | undefined,
  ) {}

  get key(): string {
    return (this.text ??= [
      ...[...this.numbers]
        .map(([place, { low, high, nonzero }]) => `${place}=${low}..${high}${nonzero ? '!' : ''}`)
        .sort(),
      ...[...this.answers].map(([key, { holds }]) => `${holds ? '' : '!'}${key}`).sort(),
      this.errno ? [...this.errno].sort().join('/') : '',
    ].join(';'));
  }

  value(place: Place): Interval {
    return this.numbers.get(place) ?? ANY;
  }

  /** The place gets a new value: what was known of it, of what lies in it, and of conditions that read it, is gone. */
  set(place: Place, value: Interval = ANY): Known {
    const numbers = filtered(this.numbers, (known) => !isWithin(known, place));
    const answers = filtered(this.answers, (_, { reads }) => !reads.some((read) => overlap(read, place)));
    if (isAny(value)) return this.with(numbers, answers);
    return this.with(new Map(numbers).set(place, value), answers);
  }

  /** Others may have written to a place: only what `stays` is still known of it. */
  lent(place: Place, stays: (inner: Place) => boolean): Known {
    const numbers = filtered(this.numbers, (known) => !isWithin(known, place) || stays(known));
    const answers = filtered(this.answers, (_, { reads }) => !reads.some((read) => overlap(read, place)));
    return this.with(numbers, answers);
  }

  withErrno(errno: readonly Errno[] | undefined): Known {
    return new Known(this.numbers, this.answers, errno && new Set(errno));
  }

  /** What is known once a fact holds, or undefined when it cannot. */
  assume(fact: Fact): Known | undefined {
    switch (fact.fact) {
      case 'compare':
        return this.narrow(fact.place, compared(this.value(fact.place), fact.is, fact.with));
      case 'errno':
        return this.assumeErrno(fact);
      case 'same':
        return this.assumeSame(fact.place, fact.other, fact.holds);
      case 'opaque':
        return this.assumeOpaque(fact);
      default:
        return this;
    }
  }

  /** Only what `keep` wants: places as they are, conditions by `?` and their key. */
  only(keep: ReadonlySet<string>): Known {
    const numbers = filtered(this.numbers, (place) => keep.has(place));
    const answers = filtered(this.answers, (key) => keep.has(`?${key}`));
    return this.with(numbers, answers);
  }

  /** The numbers known, renamed; those renamed to undefined are left behind. */
  renamed(rename: (place: Place) => Place | undefined): Known {
    const numbers = new Map<Place, Interval>();
    for (const [place, value] of this.numbers) {
      const name = rename(place);
      if (name !== undefined) numbers.set(name, value);
    }
    return new Known(numbers, new Map(), this.errno);
  }

  /** This, with the numbers known by another on top. */
  merged(other: Known): Known {
    return new Known(new Map([...this.numbers, ...other.numbers]), this.answers, other.errno ?? this.errno);
  }

  private with(numbers: ReadonlyMap<Place, Interval>, answers: ReadonlyMap<string, OpaqueFact>): Known {
    return numbers === this.numbers && answers === this.answers
      ? this
      : new Known(numbers, answers, this.errno);
  }

  private narrow(place: Place, value: Interval | undefined): Known | undefined {
    if (!value) return undefined;
    const now = this.value(place);
    if (isSame(now, value)) return this;
    return new Known(new Map(this.numbers).set(place, value), this.answers, this.errno);
  }

  private assumeSame(place: Place, other: Place, holds: boolean): Known | undefined {
    const [a, b] = [this.value(place), this.value(other)];
    if (holds) {
      const both = meet(a, b);
      return both && this.narrow(place, both)?.narrow(other, both);
    }
    if (b.low === b.high) return this.narrow(place, compared(a, '!=', b.low));
    if (a.low === a.high) return this.narrow(other, compared(b, '!=', a.low));
    return this;
  }

  private assumeErrno({ among, holds }: ErrnoFact): Known | undefined {
    const named = new Set(among.map(errnoClass));
    const now: readonly Errno[] = this.errno ? [...this.errno] : ['EAGAIN', 'EINTR', '*'];
    const left = now.filter((one) => (holds ? named.has(one) : one === '*' || !named.has(one)));
    return left.length > 0 ? this.withErrno(left) : undefined;
  }

  private assumeOpaque(fact: OpaqueFact): Known | undefined {
    const before = this.answers.get(fact.key);
    if (before) return before.holds === fact.holds ? this : undefined;
    return this.with(this.numbers, new Map(this.answers).set(fact.key, fact));
  }
}

function errnoClass(name: string): Errno {
  if (name === 'EWOULDBLOCK' || name === 'EAGAIN' || name === 'WSAEWOULDBLOCK') return 'EAGAIN';
  return name === 'EINTR' || name === 'WSAEINTR' ? 'EINTR' : '*';
}

function overlap(a: Place, b: Place): boolean {
  return isWithin(a, b) || isWithin(b, a);
}

/** The map without what is not wanted; the same map when all is wanted. */
function filtered<V>(map: ReadonlyMap<string, V>, wanted: (key: string, value: V) => boolean) {
  let kept: Map<string, V> | undefined;
  for (const [key, value] of map) {
    if (wanted(key, value)) continue;
    kept ??= new Map(map);
    kept.delete(key);
  }
  return kept ?? map;
}
