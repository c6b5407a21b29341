import type { Span } from '../../shared/span.js';
import type { Site } from '../explore.js';
import { isGlobal, isWithin, RETURNED, rootOf, type Edge, type Fact, type Op, type Place } from '../ir.js';
import { isFinSeen, isNamed, type Held } from './held.js';
import { ANY, exactly, isAny, isSame, POSITIVE, VALID, type Interval } from './interval.js';
import type { Known } from './known.js';
import type { Loss, Way } from './result.js';
import { State } from './state.js';

type Call = Extract<Op, { op: 'call' }>;

/**
 * Where the way turned back to the place that overwrites: the last thing done, or tested, before control went up in the text.
 * That is what a reader calls "this way"; the overwriting itself is mostly the next `accept`.
 */
export function wayBack(site: Site<State>, from: Span): Span | undefined {
  let below = from;
  for (let at: Site<State> | undefined = site; at?.state.held; at = at.from) {
    const before = at.from?.block.ops.map((op) => op.at).toReversed() ?? [];
    for (const span of at.edge?.at ? [at.edge.at, ...before] : before) {
      if (span.start > below.start) return span;
      below = span;
    }
  }
  return undefined;
}

/** A test of the count after EOF: it let 0 pass. */
export function testsCount({ facts }: Edge, held: Held): boolean {
  return (
    isFinSeen(held) &&
    facts.some((fact) => fact.fact === 'errno' || (fact.fact === 'compare' && fact.place === held.count))
  );
}

/**
 * What a place holds once something was added. At EOF nothing is: and a peer may end at any time, also when a buffer's count has
 * not come anywhere near its limit.
 */
export function sumOf({ into, adds }: Extract<Op, { op: 'assign' }>, { held, known }: State): Interval {
  if (adds === undefined || !isFinSeen(held) || !isSame(known.value(adds), exactly(0))) return ANY;
  const before = known.value(into);
  return isAny(before) && into !== rootOf(into) ? FEW : before;
}

const FEW: Interval = { low: -Infinity, high: 1 };

export function writtenOf(count: Interval, succeeds: boolean): Interval {
  if (count.low === 0 && count.high === 0) return count;
  if (!succeeds) return ANY;
  return isAny(count) ? POSITIVE : count;
}

/** A place that holds the socket has a valid number, whatever else is known of it. */
export function validWhileHeld(fact: Fact, { held, known }: State): Known {
  if (fact.fact !== 'compare' || !held || !isNamed(held, fact.place) || !isAny(known.value(fact.place)))
    return known;
  return known.set(fact.place, VALID);
}

export function passedBy(op: Call): Place[] {
  return [...op.args, op.receiver].filter((arg) => arg !== undefined);
}

/** True when a callee can get at the socket: it is passed, lies in what is passed, or in storage that all can reach. */
export function isInReach(op: Call, held: Held): boolean {
  const passed = passedBy(op).map((place) => place.replace('&', ''));
  return [...held.names].some((name) => isGlobal(name) || passed.some((place) => isWithin(name, place)));
}

/** At the end of a scope the values of its expressions are gone too. */
export function stillHeld({ names }: Held, how: Loss['how']): boolean {
  return how === 'scope' ? [...names].some((name) => !name.startsWith('@#')) : names.size > 0;
}

export function returnsIt(way: Way): boolean {
  return (
    way.leaves === 'return' && [...(way.state.held?.names ?? [])].some((name) => isWithin(name, RETURNED))
  );
}

export function forked(result: Place, state: State): State[] {
  const { held, known } = state;
  const child = held && { ...held, child: true };
  const sets = (value: number) => (result === '' ? known : known.set(result, exactly(value)));
  return [
    new State(child, sets(0)),
    new State(held, result === '' ? known : known.set(result, POSITIVE)),
    new State(held, sets(-1)),
  ];
}

/** That waiting may fail is no way to answer an EOF: the socket is readable, again and again (poll(2)). */
export function waited({ result, forEver }: Extract<Op, { op: 'wait' }>, state: State): State {
  if (result === undefined || !isFinSeen(state.held)) return state;
  return state.knowing(state.known.set(result, forEver ? POSITIVE : NOT_FAILED));
}

const NOT_FAILED: Interval = { low: 0, high: Infinity };

/** A FIN alone never raises HUP or ERR, but IN and RDHUP (measured; see poll(2)). */
export function refutesFin(fact: Extract<Fact, { fact: 'events' }>, held: Held): boolean {
  if (!isFinSeen(held)) return false;
  const reported = fact.among.some((event) => event === 'IN' || event === 'RDHUP' || event === 'OUT');
  return fact.holds && !reported;
}

/** The place that holds the socket is set to a number that is none: the program means to be done with it. */
export function forgetsIt(op: Op, held: Held): boolean {
  return (
    op.op === 'assign' &&
    op.value !== undefined &&
    op.value <= 0 &&
    isNamed(held, op.into) &&
    op.into !== rootOf(op.into)
  );
}
