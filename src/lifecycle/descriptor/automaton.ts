import type { Span } from '../../shared/span.js';
import type { Automaton, Site } from '../explore.js';
import {
  isGlobal,
  isWithin,
  RETURNED,
  rootOf,
  type Edge,
  type Fact,
  type Graph,
  type Op,
  type Origin,
  type Place,
} from '../ir.js';
import { Binding, RECORD } from './binding.js';
import type { Changes } from './changes.js';
import { aliases, forget, KEPT, isFinSeen, isNamed, isReached, named, stepped, type Held } from './held.js';
import { exactly, POSITIVE, VALID } from './interval.js';
import { leavesProgram } from './deeds.js';
import type { Known } from './known.js';
import { liveOf, type Live } from './live.js';
import type { Deed } from './reach.js';
import { borrowedRecords } from './records.js';
import { readOutcomes } from './reading.js';
import { after, type Loss, type Result, type Stuck, type Way } from './result.js';
import { State } from './state.js';
import {
  forgetsIt,
  forked,
  isInReach,
  passedBy,
  refutesFin,
  returnsIt,
  stillHeld,
  sumOf,
  testsCount,
  validWhileHeld,
  waited,
  wayBack,
  writtenOf,
} from './transitions.js';
import { SPECIAL } from './vocabulary.js';

type Call = Extract<Op, { op: 'call' }>;
type Special = Extract<Op, { op: 'special' }>;

const DUPLICATE: Origin = { api: 'dup', kind: 'duplicate', halfOpen: true };

/** What the automaton asks of the rest of the program. */
export interface Program {
  /** The graph a call goes to, when it is in reach and understood. */
  callee(call: Call, from: Graph): Graph | undefined;
  /** The same when it may do such a thing; to be asked first, because it is cheap. */
  doer(call: Call, from: Graph, deed: Deed): Graph | undefined;
  /** What a function does to a socket it gets. */
  effect(graph: Graph, entry: State): Result;
  /** The sockets a function makes and hands to its caller, with the ways it fails to. */
  yields(graph: Graph): readonly State[];
  /** The fields a function and its callees may write. */
  changes(graph: Graph): Changes;
  neverReturns(graph: Graph): boolean;
  /** Sockets that are stored are followed on by the names that remain, instead of being somebody else's. */
  readonly keeps: boolean;
  /** A table indexed by the number counts as somebody who can find it. */
  readonly tables: boolean;
}

/** Why a path of the socket ends. */
type End = 'closed' | 'escaped' | 'lost';

/**
 * The typestate of one descriptor over the paths of one graph: from the operation that makes it, or from the entry with
 * a socket of the caller's.
 */
export class DescriptorAutomaton implements Automaton<State> {
  readonly losses: Loss[] = [];
  readonly stuck: Stuck[] = [];
  /** Where paths of the socket end, by site. */
  readonly ends = new Map<Site<State>, Set<End>>();
  /** Calls that start a program while the socket is open and inherited by it. */
  readonly inherited = new Map<Op, Graph>();
  /** A test for events that a FIN alone does not raise. */
  blind: Span | undefined;
  complete = true;
  closes = false;
  /** Some path stores it where others can reach it. */
  stores = false;
  /** Some path closes it after that. */
  closesKept = false;
  escapes = false;
  /** The reads of the socket. */
  readonly followed = new Set<Op>();
  /** The operations that duplicate it, with their functions. */
  readonly duplicates = new Map<Op, Graph>();
  private readonly live: Live;
  private readonly borrowed: ReadonlySet<Place>;

  constructor(
    protected readonly graph: Graph,
    protected readonly program: Program,
    /** The `open`, or the call of a function that opens. */
    protected readonly origin?: Op,
  ) {
    this.live = liveOf(graph);
    this.borrowed = borrowedRecords(graph);
  }

  key(state: State): string {
    return state.key;
  }

  apply(op: Op, state: State, site: Site<State>): readonly State[] {
    if (op === this.origin && !state.held) return this.placed(this.begin(op, state), site);
    switch (op.op) {
      case 'open':
        return this.write(op.into, state.knowing(state.known.set(op.into)), op.at, site);
      case 'copy':
        return this.copy(op.into, op.from, state, op.at, site);
      case 'assign': {
        const value = op.value === undefined ? sumOf(op, state) : exactly(op.value);
        if (isFinSeen(state.held) && state.held && op.into.includes('[]') && this.forgets(op, state.held))
          return this.lost(state.held, 'overwritten', op.at, site);
        return this.write(op.into, state.knowing(state.known.set(op.into, value)), op.at, site);
      }
      case 'drop':
        return this.lose(state.knowing(state.known.set(op.place)), op.place, op.why, op.at, site);
      case 'read':
        return this.read(op, state, site);
      case 'call':
        return this.call(op, state, site);
      case 'return':
        return this.returned(op.value, state, op.at, site);
      case 'special':
        return this.special(op, state, site);
      case 'end':
        return this.ended(op.handle, state, op.at);
      case 'close':
        return this.closed(op.handle, state, site);
      case 'wait':
        return [waited(op, state)];
      case 'pipe':
        return this.handOver([op.from, op.to], state, site);
      case 'escape':
        return this.escaped(op.handle, op.to, state, site);
      case 'listen':
      case 'unlisten':
      case 'consume':
      case 'stop':
        return this.handOver([op.handle], state, site);
      case 'later':
        return op.handle === undefined ? [state] : this.handOver([op.handle], state, site);
      default:
        return [state];
    }
  }

  follow(edge: Edge, state: State, site: Site<State>): State | undefined {
    const thrown = edge.kind === 'throw' ? this.thrown(state, site) : state;
    let next = thrown;
    for (const fact of edge.facts) next = next && this.assume(fact, next);
    if (next?.held && edge.at && testsCount(edge, next.held))
      next = next.holding({ ...next.held, passed: edge.at });
    return next?.knowing(next.known.only(this.live[edge.to] ?? new Set()));
  }

  private assume(fact: Fact, state: State): State | undefined {
    const known = validWhileHeld(fact, state).assume(fact);
    if (!known) return undefined;
    const { held } = state;
    if (!held) return state.knowing(known);
    if (fact.fact === 'events') {
      if (!refutesFin(fact, held)) return state;
      this.blind ??= fact.at;
      return undefined;
    }
    if (fact.fact !== 'same' || !fact.holds) return state.knowing(known);
    return state.knowing(known).holding(this.same(held, fact.place, fact.other));
  }

  /** Places that compare equal to the socket's names hold it too. */
  protected same(held: Held, place: Place, other: Place): Held {
    if (isNamed(held, place)) return named(held, other);
    return isNamed(held, other) ? named(held, place) : held;
  }

  /** A socket that is made where others can reach it is theirs from the start. */
  protected placed(states: readonly State[], site: Site<State>): State[] {
    return states.flatMap((state) => {
      const stored = [...(state.held?.names ?? [])].some((name) => this.isElsewhere(name));
      return stored ? this.store(state, site) : [state];
    });
  }

  /** The socket comes to be; or its making fails. */
  protected begin(op: Op, state: State): State[] {
    if (op.op === 'open') return this.opened(op.into, op.origin, op.at, state);
    if (op.op === 'special') return this.opened(op.places[1] ?? '', DUPLICATE, op.at, state);
    if (op.op !== 'call') return [state];
    const callee = this.program.callee(op, this.graph);
    if (!callee) return [state];
    const binding = new Binding(op, callee);
    return this.program.yields(callee).map((way) => {
      const known = state.knowing(binding.knownAfter(state.known, way.known, this.program.changes(callee)));
      if (!way.held) return known;
      const names = binding.leave({ ...way.held, names: new Set() }, way.held);
      return known.holding({ ...way.held, names });
    });
  }

  private opened(into: Place, origin: Origin, at: Span, state: State): State[] {
    const invalid = exactly(origin.traits?.has('pointer') ? 0 : -1);
    const held: Held = {
      origin,
      names: new Set([into]),
      phase: origin.traits?.has('unconnected') ? 'fresh' : 'open',
      child: false,
      trail: [{ span: at, role: 'opened', note: origin.api }],
    };
    return [new State(held, state.known.set(into, VALID)), state.knowing(state.known.set(into, invalid))];
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
  private store(state: State, site: Site<State>): State[] {
    if (!this.program.keeps || !state.held) return this.finish(site, 'escaped');
    this.stores = true;
    const own = [...state.held.names].filter((name) => !this.isElsewhere(name));
    return [state.holding({ ...state.held, names: new Set([...own, KEPT]) })];
  }

  /** Storage that others can reach without us: what is put there is not ours alone any more. */
  protected isElsewhere(place: Place): boolean {
    const root = rootOf(place);
    return isGlobal(place) || (place !== root && this.borrowed.has(root));
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

  private lost(
    held: Held,
    how: Loss['how'],
    at: Span,
    site: Site<State>,
    by: Pick<Loss, 'by'> = {},
  ): State[] {
    this.losses.push({ how, at, ...by, graph: this.graph, held });
    return this.finish(site, 'lost');
  }

  /** A parameter that points elsewhere now: what it pointed to is still the caller's. */
  private rebound(rest: Held, held: Held, place: Place, how: Loss['how']): Held {
    const callers = how === 'overwritten' || how === 'scope';
    const isPointer =
      this.graph.params.includes(place) &&
      [...held.names].some((name) => name !== place && isWithin(name, place));
    return callers && isPointer ? named(rest, RECORD) : rest;
  }

  protected read(op: Extract<Op, { op: 'read' }>, state: State, site: Site<State>): State[] {
    const { held } = state;
    if (held && isNamed(held, op.handle)) {
      this.followed.add(op);
      const writes = op.result === undefined ? [state] : this.write(op.result, state, op.at, site);
      return writes.flatMap((next) => (next.held ? readOutcomes(op, next, next.held) : [next]));
    }
    if (op.result === undefined) return [state];
    return this.write(op.result, state.knowing(state.known.set(op.result)), op.at, site);
  }

  private closed(handle: Place, state: State, site: Site<State>): State[] {
    if (!state.held || !isNamed(state.held, handle)) return [state];
    if (isNamed(state.held, KEPT)) this.closesKept = true;
    return this.finish(site, 'closed');
  }

  private ended(handle: Place, state: State, at: Span): State[] {
    if (!state.held || !isNamed(state.held, handle)) return [state];
    return [
      state.holding(stepped({ ...state.held, phase: 'ended' }, { span: at, role: 'note', note: 'shutdown' })),
    ];
  }

  protected returned(value: Place | number | undefined, state: State, at: Span, site: Site<State>): State[] {
    if (value === undefined) return [state];
    if (typeof value === 'number') return [state.knowing(state.known.set(RETURNED, exactly(value)))];
    if (!value.startsWith('&')) return this.copy(RETURNED, value, state, at, site);
    const next = this.copy(RETURNED, value.slice(1), state, at, site);
    return next.map((each) => each.knowing(each.known.set(RETURNED, POSITIVE)));
  }

  /**
   * A record passed to a thread is the thread's with what lies directly in it: the call that follows tells what becomes of it.
   * What its pointers lead to may be shared by more threads.
   */
  private escaped(handle: Place, to: string, state: State, site: Site<State>): State[] {
    const { held } = state;
    if (to === 'index' && !this.program.tables) return [state];
    if (to !== 'thread' || !held || !isReached(held, handle)) return this.handOver([handle], state, site);
    const inside = [...held.names].filter((name) => isWithin(name, handle));
    if (inside.every((name) => /^\.[^.]+$/.test(name.slice(handle.length)))) return [state];
    return this.program.keeps ? this.store(state, site) : this.finish(site, 'escaped');
  }

  protected handOver(places: readonly Place[], state: State, site: Site<State>): State[] {
    const { held } = state;
    return held && places.some((place) => isReached(held, place.replace('&', '')))
      ? this.finish(site, 'escaped')
      : [state];
  }

  protected call(op: Call, state: State, site: Site<State>): State[] {
    const callee = this.concerned(op, state.held);
    if (!callee)
      return this.handOver(passedBy(op), state, site).flatMap((next) => this.unknownCall(op, next, site));
    const binding = new Binding(op, callee);
    const result = state.held && this.effectOf(callee, binding, state.held, state.known);
    if (state.held && result) return this.enter(op, binding, result, state, state.held, site);
    if (state.held && !state.held.cloexec && leavesProgram(callee)) this.inherited.set(op, this.graph);
    const stays = !op.concurrent && this.program.neverReturns(callee);
    return stays ? [] : this.unknownCall(op, state, site);
  }

  /** The callee, when it can reach the socket or may do without it what ends the path. */
  private concerned(op: Call, held: Held | undefined): Graph | undefined {
    if (held && isInReach(op, held)) return this.program.callee(op, this.graph);
    const leaves = held && this.program.doer(op, this.graph, 'leave');
    return leaves ?? this.program.doer(op, this.graph, 'stop');
  }

  /** Results and what the callee may write through pointers are unknown afterwards. */
  protected unknownCall(op: Call, state: State, site: Site<State>): State[] {
    let known = state.known;
    for (const arg of op.args) if (arg?.startsWith('&')) known = known.set(arg.slice(1));
    if (op.result === undefined) return [state.knowing(known)];
    return this.write(op.result, state.knowing(known.set(op.result)), op.at, site);
  }

  /** A call of our own code with the socket. */
  protected enter(
    op: Call,
    binding: Binding,
    result: Result,
    state: State,
    held: Held,
    site: Site<State>,
  ): State[] {
    this.absorb(op, result, held, site);
    const back = result.ways.filter(({ leaves }) => leaves === 'return');
    return back.flatMap((way) => {
      const next = this.leaveCall(op, binding, way, result, state, held);
      if (this.isStored(next.held, held)) return this.store(next, site);
      return op.result === undefined || returnsIt(way) ? [next] : this.write(op.result, next, op.at, site);
    });
  }

  /** The callee put it where others can reach it. */
  private isStored(after: Held | undefined, before: Held): boolean {
    return (
      after !== undefined &&
      [...after.names].some((name) => !before.names.has(name) && this.isElsewhere(name))
    );
  }

  private leaveCall(call: Call, binding: Binding, way: Way, result: Result, state: State, held: Held): State {
    const changes = this.program.changes(result.graph);
    const known = state.knowing(binding.knownAfter(state.known, way.state.known, changes));
    const inside = way.state.held;
    if (!inside) return known;
    const names = binding.leave(held, inside);
    const trail = [...held.trail, ...inside.trail];
    const owned = result.closes || call.concurrent;
    const blame = held.blame ?? inside.blame ?? (owned ? way.at : undefined);
    const next: Held = { ...held, names, phase: inside.phase, child: inside.child, trail };
    const told = isFinSeen(inside) && call.result !== undefined ? { ...next, count: call.result } : next;
    return known.holding(blame ? { ...told, blame } : told);
  }

  /** What the callee did with the socket is part of what this function did with it. */
  private absorb(op: Call, result: Result, held: Held, site: Site<State>): void {
    if (!result.complete) this.complete = false;
    if (result.closes) this.finish(site, 'closed');
    this.stores ||= result.stores;
    for (const [call, graph] of result.inherited) this.inherited.set(call, graph);
    for (const read of result.followed) this.followed.add(read);
    for (const [copy, graph] of result.duplicates) this.duplicates.set(copy, graph);
    this.closesKept ||= result.closesKept;
    if (result.escapes) this.finish(site, 'escaped');
    if (result.losses.length > 0) this.finish(site, 'lost');
    // Making the next socket loses the last one: that is the caller's doing.
    const here =
      op === this.origin ? { at: wayBack(site, op.at) ?? op.at, by: op.at, graph: this.graph } : {};
    for (const loss of result.losses) this.losses.push({ ...after(loss, held), ...here });
    for (const stuck of result.stuck) this.stuck.push(after(stuck, held));
  }

  /** The state on a throw edge: as it was before the call, or as the callee that threw left it. */
  private thrown(state: State, site: Site<State>): State | undefined {
    const op = site.block.ops.at(-1);
    if (op?.op !== 'call' || !state.held || !isInReach(op, state.held)) return state;
    const callee = this.program.callee(op, this.graph);
    if (!callee) return this.handOver(passedBy(op), state, site)[0];
    const binding = new Binding(op, callee);
    const result = this.effectOf(callee, binding, state.held, state.known);
    if (!result) return state;
    const way = result.ways.find(({ leaves }) => leaves === 'throw');
    return way && this.leaveCall(op, binding, way, result, state, state.held);
  }

  /** What the callee does to the socket, or undefined when it is not concerned. */
  private effectOf(callee: Graph, binding: Binding, held: Held, known: Known): Result | undefined {
    const entry = binding.enter(held);
    if (!entry) return undefined;
    const live = liveOf(callee)[callee.entry] ?? new Set<string>();
    return this.program.effect(callee, new State(entry, binding.knownInside(known).only(live)));
  }

  private special(op: Special, state: State, site: Site<State>): State[] {
    const [first = '', second = '', third = ''] = op.places;
    switch (op.name) {
      case SPECIAL.write:
        return this.wrote(first, second, third, state, op.at, site);
      case SPECIAL.fork:
        return forked(first, state);
      case SPECIAL.cloexec:
        return [
          state.held && isNamed(state.held, first) ? state.holding({ ...state.held, cloexec: true }) : state,
        ];
      case SPECIAL.connect:
        return this.connected(first, second, state);
      case SPECIAL.listener:
        return this.handOver([first], state, site);
      case SPECIAL.watch:
        return this.watched(first, state, site);
      case SPECIAL.unwatch:
        return [this.unwatched(first, state, op.at)];
      case SPECIAL.duplicate:
        return this.duplicated(op, first, second, state, site);
      case SPECIAL.replace:
        return this.replaced(second, state, site);
      default:
        return [state];
    }
  }

  /** Writing after the peer's FIN succeeds as long as the peer reads; nothing is written of nothing. */
  private wrote(
    handle: Place,
    count: Place,
    result: Place,
    state: State,
    at: Span,
    site: Site<State>,
  ): State[] {
    if (result === '') return [state];
    const { held, known } = state;
    const succeeds = held !== undefined && isFinSeen(held) && isNamed(held, handle);
    const written = writtenOf(known.value(count), succeeds);
    return this.write(result, state.knowing(known.set(result, written)), at, site);
  }

  private connected(handle: Place, result: Place, state: State): State[] {
    const { held } = state;
    if (!held || !isNamed(held, handle) || held.phase !== 'fresh')
      return [state.knowing(result === '' ? state.known : state.known.set(result))];
    const open = state.holding({ ...held, phase: 'open' });
    if (result === '') return [open];
    return [
      open.knowing(open.known.set(result, exactly(0))),
      state.knowing(state.known.set(result, exactly(-1))),
    ];
  }

  /** Whoever waits for its events can find it. */
  private watched(handle: Place, state: State, site: Site<State>): State[] {
    const isOurs = state.held !== undefined && isReached(state.held, handle);
    return isOurs && this.program.keeps ? this.store(state, site) : this.handOver([handle], state, site);
  }

  /** Taken out of the set of what is watched after EOF: there it should have been closed. */
  private unwatched(handle: Place, state: State, at: Span): State {
    const { held } = state;
    return held && isFinSeen(held) && isNamed(held, handle) ? state.holding({ ...held, passed: at }) : state;
  }

  /** A second descriptor of the socket: it has a life of its own. */
  private duplicated(op: Special, old: Place, into: Place, state: State, site: Site<State>): State[] {
    if (state.held && isNamed(state.held, old)) this.duplicates.set(op, this.graph);
    return this.write(into, state.knowing(state.known.set(into)), op.at, site);
  }

  private replaced(into: Place, state: State, site: Site<State>): State[] {
    return state.held && isNamed(state.held, into) ? this.finish(site, 'closed') : [state];
  }

  protected finish(site: Site<State>, end: End): State[] {
    const ends = this.ends.get(site) ?? new Set();
    this.ends.set(site, ends.add(end));
    if (end === 'closed') this.closes = true;
    if (end === 'escaped') this.escapes = true;
    return [];
  }
}
