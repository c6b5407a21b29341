import type { Span } from '../../shared/span.js';
import { isWithin, type Origin, type Place } from '../ir.js';
import type { Step } from '../leak.js';

/** A name outside of the function that is looked at: the caller goes on holding the socket. */
export const CALLER: Place = '^';

/** A name that stands for all storage of the module that a kept socket was put into. */
export const KEPT: Place = '::@kept';

/**
 * How far a connection has come. `fresh`: a socket without a peer yet. `retry`: the last read said EAGAIN or EINTR. `rest`: the
 * FIN has come behind a rest that was only peeked at. `eof`: a read gave 0, the peer's FIN is known. `error`: a read failed for
 * good. `ended`: our FIN is sent, so there is no CLOSE_WAIT, but the descriptor is still there.
 */
export type Phase = 'fresh' | 'open' | 'retry' | 'rest' | 'eof' | 'error' | 'ended';

/** True when the peer's FIN has come: from here on the connection is in CLOSE_WAIT. */
export function isFinSeen(held: Held | undefined): boolean {
  return held?.phase === 'eof' || held?.phase === 'rest';
}

/** The socket that is followed, as far as a path knows it. Immutable. */
export interface Held {
  readonly origin: Origin;
  /** The places that hold it. */
  readonly names: ReadonlySet<Place>;
  readonly phase: Phase;
  /** On the child's side of a fork. */
  readonly child: boolean;
  /** It does not survive `exec`. */
  readonly cloexec?: boolean;
  /** What happened to it so far; no part of the state's identity. */
  readonly trail: readonly Step[];
  /** Where the count of the last read is. */
  readonly count?: Place;
  /** The last condition on that count which let 0 pass. */
  readonly passed?: Span;
  /** The program noted something where others can see it: they may close. */
  readonly signalled?: boolean;
  /** Such notes are asked for. */
  readonly noting?: boolean;
  /** The record that held it is gone; it is lost unless somebody closes by a number kept elsewhere. */
  readonly gone?: Gone;
  /** Where a callee that closes on other paths let go of it; the fault is there. */
  readonly blame?: Span;
}

/** How a record that held the socket ended. */
export interface Gone {
  readonly how: 'overwritten' | 'freed' | 'wiped' | 'erased';
  readonly at: Span;
}

export function keyOf(held: Held | undefined): string {
  if (!held) return '-';
  const marks = `${held.child ? ' child' : ''}${held.cloexec ? ' cloexec' : ''}${held.signalled ? ' signalled' : ''}${held.gone ? ' gone' : ''}`;
  return `${held.phase}${marks} ${[...held.names].sort().join(',')}`;
}

export function isNamed(held: Held, place: Place): boolean {
  return held.names.has(place);
}

/** True when the socket is the place's value or lies in the record there. */
export function isReached(held: Held, place: Place): boolean {
  for (const name of held.names) if (isWithin(name, place)) return true;
  return false;
}

/** Without the names in a place's storage. Constant indices and `[]` are told apart: another element is another socket. */
export function forget(held: Held, place: Place): Held {
  if (!isReached(held, place)) return held;
  return { ...held, names: new Set([...held.names].filter((name) => !isWithin(name, place))) };
}

export function named(held: Held, ...places: readonly Place[]): Held {
  return { ...held, names: new Set([...held.names, ...places]) };
}

/** The names `into` gains when it becomes an alias of `from`. */
export function aliases(held: Held, into: Place, from: Place): Place[] {
  return [...held.names].filter((name) => isWithin(name, from)).map((name) => into + name.slice(from.length));
}

export function stepped(held: Held, step: Step): Held {
  return { ...held, trail: [...held.trail, step] };
}
