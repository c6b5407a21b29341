import { isGlobal, isWithin, RETURNED, type Graph, type Op, type Place } from '../ir.js';
import { isKept, type Changes } from './changes.js';
import { CALLER, type Held } from './held.js';
import type { Known } from './known.js';

type Call = Extract<Op, { op: 'call' }>;

/** A caller's storage and what the callee calls it. */
interface Pair {
  readonly outer: Place;
  readonly inner: Place;
  /** The argument is the address of `outer`: the callee sees it as `*inner`. */
  readonly address: boolean;
}

/** The caller's record whose pointer the callee has moved on from: it holds what it held. */
export const RECORD: Place = '^.';

/** How the names of a caller and of its callee correspond in one call. */
export class Binding {
  private readonly pairs: readonly Pair[];

  constructor(
    private readonly call: Call,
    callee: Graph,
  ) {
    const { self, params } = callee;
    const object = call.receiver !== undefined && self !== undefined ? [pair(call.receiver, self)] : [];
    this.pairs = [...object, ...params.flatMap((param, i) => pairs(call.args[i], param))];
  }

  /** The socket as the callee knows it, or undefined when it is not concerned. */
  enter(held: Held): Held | undefined {
    const inner = [...held.names].flatMap((name) => this.inward(name));
    if (inner.length === 0) return undefined;
    const kept = [...held.names].some((name) => !this.isLent(name));
    const { origin, phase, child } = held;
    const names = new Set(kept ? [...inner, CALLER] : inner);
    return {
      origin,
      phase,
      child,
      names,
      trail: [],
      ...(held.signalled ? { signalled: true } : {}),
      ...(held.noting ? { noting: true } : {}),
      ...(held.cloexec ? { cloexec: true } : {}),
    };
  }

  /** What the callee knows of its arguments. */
  knownInside(known: Known): Known {
    const inside = known.renamed((place) => this.inward(place)[0]);
    return inside.withErrno(known.errno && [...known.errno]);
  }

  /** The names of the socket after the call. */
  leave(before: Held, after: Held): Set<Place> {
    const names = new Set([...after.names].flatMap((name) => this.outward(name)));
    for (const name of before.names) {
      if (after.names.has(RECORD) || (after.names.has(CALLER) && !this.isLent(name))) names.add(name);
    }
    return names;
  }

  /** What the caller calls a socket the callee was looking at; a number passed is the same socket. */
  names(inside: Held): Set<Place> {
    const same = [...inside.names].flatMap((name) => this.pairs.filter(({ inner }) => inner === name));
    return new Set([
      ...[...inside.names].flatMap((name) => this.outward(name)),
      ...same.map(({ outer }) => outer),
    ]);
  }

  /** What the caller knows after the call: of what the callee could write, only what it left there. */
  knownAfter(before: Known, inside: Known, changes: Changes): Known {
    let known = this.call.result === undefined ? before : before.set(this.call.result);
    for (const { outer, address } of this.pairs)
      known = known.lent(outer, (place) => (place === outer ? !address : isKept(place, changes)));
    return known.merged(inside.renamed((place) => this.outward(place)[0]));
  }

  private inward(name: Place): Place[] {
    if (isGlobal(name)) return [name];
    return this.pairs.filter(({ outer }) => isWithin(name, outer)).map((each) => inner(each, name));
  }

  /** Lent names are the callee's to change: what lies behind a pointer. A number passed is a copy. */
  private isLent(name: Place): boolean {
    return this.pairs.some(({ outer, address }) => isWithin(name, outer) && (address || name !== outer));
  }

  private outward(name: Place): Place[] {
    if (isGlobal(name)) return [name];
    const { result } = this.call;
    if (isWithin(name, RETURNED)) return result === undefined ? [] : [result + name.slice(RETURNED.length)];
    return this.pairs.filter((each) => isWithin(name, each.inner)).flatMap((each) => outer(each, name));
  }
}

function pairs(arg: Place | undefined, param: Place): Pair[] {
  return arg === undefined ? [] : [pair(arg, param)];
}

function pair(arg: Place, inner: Place): Pair {
  const address = arg.startsWith('&');
  return { outer: address ? arg.slice(1) : arg, inner, address };
}

function inner({ outer, inner: name, address }: Pair, place: Place): Place {
  const rest = place.slice(outer.length);
  return name + (address && rest === '' ? '.*' : rest);
}

function outer({ outer: name, inner, address }: Pair, place: Place): Place[] {
  const rest = place.slice(inner.length);
  if (address && rest === '.*') return [name];
  return rest === '' ? [] : [name + rest];
}
