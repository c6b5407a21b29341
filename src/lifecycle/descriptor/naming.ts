import type { Span } from '../../shared/span.js';
import type { Site } from '../explore.js';
import { isGlobal, isWithin, rootOf, type Graph, type Op, type Place } from '../ir.js';
import { RECORD } from './binding.js';
import { aliases, forget, isReached, KEPT, named, type Held } from './held.js';
import type { Program } from './program.js';
import { borrowedRecords, madeByCallees } from './records.js';
import type { Loss } from './result.js';
import type { State } from './state.js';
import { Tally } from './tally.js';
import { forgetsIt, stillHeld, wayBack } from './transitions.js';

/** The names a socket has in one graph: how it gains them, and what becomes of it when one goes. */
export abstract class Naming {
  readonly tally = new Tally();
  private readonly borrowed: ReadonlySet<Place>;
  private ownRecords: ReadonlySet<Place> | undefined;

  constructor(
    protected readonly graph: Graph,
    protected readonly program: Program,
    /** The `open`, or the call of a function that opens. */
    protected readonly origin?: Op,
  ) {
    this.borrowed = borrowedRecords(graph);
  }

  /** Of what came from calls, the records that the callees made for this function. */
  private get made(): ReadonlySet<Place> {
    return (this.ownRecords ??= madeByCallees(this.graph, (call, from) => this.program.callee(call, from)));
  }

  /** A socket that is made where others can reach it is theirs from the start. */
  protected placed(states: readonly State[], site: Site<State>): State[] {
    return states.flatMap((state) => {
      const stored = [...(state.held?.names ?? [])].some((name) => this.isElsewhere(name));
      return stored ? this.store(state, site) : [state];
    });
  }

  /** A place gets a value that is not the socket. */
  protected write(into: Place, state: State, at: Span, site: Site<State>): State[] {
    return this.lose(state, into, 'overwritten', at, site);
  }

  protected copy(into: Place, from: Place, state: State, at: Span, site: Site<State>): State[] {
    const next = state.knowing(state.known.set(into, state.known.value(from)));
    const gained = state.held ? aliases(state.held, into, from) : [];
    if (gained.length > 0 && this.isElsewhere(into)) return this.store(next, site);
    if (isWithin(from, into)) return next.held ? [next.holding(named(next.held, ...gained))] : [next];
    return this.lose(next, into, 'overwritten', at, site, gained);
  }

  /** Put where others can reach it: from here on theirs to close, or followed on as kept. */
  protected store(state: State, site: Site<State>): State[] {
    if (!this.program.keeps || !state.held) return this.tally.end(site, 'escaped');
    this.tally.stores = true;
    const own = [...state.held.names].filter((name) => !this.isElsewhere(name));
    return [state.holding({ ...state.held, names: new Set([...own, KEPT]) })];
  }

  /** Storage that others can reach without us: what is put there is not ours alone any more. */
  protected isElsewhere(place: Place): boolean {
    const root = rootOf(place);
    return isGlobal(place) || (place !== root && this.borrowed.has(root) && !this.made.has(root));
  }

  /** Takes the names in a place away and gives new ones; without any name left the socket is lost. */
  protected lose(
    state: State,
    place: Place,
    how: Loss['how'],
    at: Span,
    site: Site<State>,
    gained: readonly Place[] = [],
  ): State[] {
    const { held } = state;
    if (!held || (gained.length === 0 && !isReached(held, place))) return [state];
    if (how === 'overwritten' && place.includes('[]')) return [state.holding(named(held, ...gained))];
    const rest = named(this.rebound(forget(held, place), held, place, how), ...gained);
    if (stillHeld(rest, how)) return [state.holding(rest)];
    const end = how === 'overwritten' ? wayBack(site, at) : undefined;
    return this.lost(held, how, end ?? at, site, end ? { by: at } : {});
  }

  /** The socket's place is set to no number, and no record that others can reach has the number too. */
  protected forgets(op: Op, held: Held): boolean {
    const { names } = held;
    return (
      op.op === 'assign' &&
      forgetsIt(op, held) &&
      [...names].every((name) => name === op.into || !this.isElsewhere(name))
    );
  }

  protected lost(
    held: Held,
    how: Loss['how'],
    at: Span,
    site: Site<State>,
    by: Pick<Loss, 'by'> = {},
  ): State[] {
    this.tally.losses.push({ how, at, ...by, graph: this.graph, held });
    return this.tally.end(site, 'lost');
  }

  /** A parameter that points elsewhere now: what it pointed to is still the caller's. */
  private rebound(rest: Held, held: Held, place: Place, how: Loss['how']): Held {
    const callers = how === 'overwritten' || how === 'scope';
    const isPointer =
      this.graph.params.includes(place) &&
      [...held.names].some((name) => name !== place && isWithin(name, place));
    return callers && isPointer ? named(rest, RECORD) : rest;
  }

  protected handOver(places: readonly Place[], state: State, site: Site<State>): State[] {
    const { held } = state;
    return held && places.some((place) => isReached(held, place.replace('&', '')))
      ? this.tally.end(site, 'escaped')
      : [state];
  }
}
