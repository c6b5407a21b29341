import type { Span } from '../../shared/span.js';
import type { Automaton, Site } from '../explore.js';
import {
  isWithin,
  RETURNED,
  type Edge,
  type Fact,
  type Graph,
  type Op,
  type Origin,
  type Place,
} from '../ir.js';
import { Binding } from './binding.js';
import { Calling } from './calling.js';
import { fills } from './deeds.js';
import { signalled, tells } from './notes.js';
import { isFinSeen, isNamed, isReached, KEPT, named, stepped, type Held } from './held.js';
import { exactly, POSITIVE, VALID } from './interval.js';
import { liveOf, type Live } from './live.js';
import type { Program } from './program.js';
import { readOutcomes } from './reading.js';
import { State } from './state.js';
import { originOf } from './origin.js';
import { forked, refutesFin, sumOf, testsCount, validWhileHeld, waited, writtenOf } from './transitions.js';
import { SPECIAL } from './vocabulary.js';

type Special = Extract<Op, { op: 'special' }>;
type Escape = Extract<Op, { op: 'escape' }>;

const DUPLICATE: Origin = { api: 'dup', kind: 'duplicate', halfOpen: true };

/**
 * The typestate of one descriptor over the paths of one graph: from the operation that makes it, or from the entry with
 * a socket of the caller's.
 */
export class DescriptorAutomaton extends Calling implements Automaton<State> {
  /** A test for events that a FIN alone does not raise. */
  blind: Span | undefined;
  private readonly live: Live;

  constructor(graph: Graph, program: Program, origin?: Op) {
    super(graph, program, origin);
    this.live = liveOf(graph);
  }

  key(state: State): string {
    return state.key;
  }

  apply(op: Op, before: State, site: Site<State>): readonly State[] {
    if (op === this.origin && !before.held) return this.placed(this.begin(op, before), site);
    const state = this.noted(op, before);
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
        return this.escaped(op, state, site);
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

  /** Something is written where the callers can see it, for them to be told by. */
  protected noted(op: Op, state: State): State {
    return state.held?.noting && !fills(op, this.graph) && tells(op, this.graph, state.known)
      ? signalled(state)
      : state;
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
      const origin = way.held && originOf(op, callee, way.held.origin, this.graph);
      if (!way.held || !origin) return known;
      const names = binding.leave({ ...way.held, names: new Set() }, way.held);
      return known.holding({ ...way.held, origin, names });
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

  protected read(op: Extract<Op, { op: 'read' }>, state: State, site: Site<State>): State[] {
    const { held } = state;
    if (held && isNamed(held, op.handle)) {
      this.tally.followed.add(op);
      const writes = op.result === undefined ? [state] : this.write(op.result, state, op.at, site);
      return writes.flatMap((next) => (next.held ? readOutcomes(op, next, next.held) : [next]));
    }
    if (op.result === undefined) return [state];
    return this.write(op.result, state.knowing(state.known.set(op.result)), op.at, site);
  }

  private closed(handle: Place, state: State, site: Site<State>): State[] {
    if (!state.held || !isNamed(state.held, handle)) return [state];
    if (isNamed(state.held, KEPT)) this.tally.closesKept = true;
    return this.tally.end(site, 'closed');
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
    if (!value.startsWith('&'))
      return this.copy(RETURNED, value, state, at, site).map((next) => givesCount(next, value));
    const next = this.copy(RETURNED, value.slice(1), state, at, site);
    return next.map((each) => each.knowing(each.known.set(RETURNED, POSITIVE)));
  }

  /**
   * A record passed to a thread is the thread's with what lies directly in it: the call that follows tells what becomes of it.
   * What its pointers lead to may be shared by more threads.
   */
  private escaped({ handle, to, inside: records = [] }: Escape, state: State, site: Site<State>): State[] {
    const { held } = state;
    if (to === 'index' && !this.program.tables) return [state];
    if (to !== 'thread' || !held || !isReached(held, handle)) return this.handOver([handle], state, site);
    const inside = [...held.names].filter((name) => isWithin(name, handle));
    const lies = (path: string): boolean => ['', ...records].includes(path.slice(0, path.lastIndexOf('.')));
    if (inside.every((name) => name !== handle && lies(name.slice(handle.length)))) return [state];
    return this.program.keeps ? this.store(state, site) : this.tally.end(site, 'escaped');
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
      case SPECIAL.standard:
        return this.standard(first, state, site);
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
    if (state.held && isNamed(state.held, old)) this.tally.duplicates.set(op, this.graph);
    return this.write(into, state.knowing(state.known.set(into)), op.at, site);
  }

  private replaced(into: Place, state: State, site: Site<State>): State[] {
    return state.held && isNamed(state.held, into) ? this.tally.end(site, 'closed') : [state];
  }

  /** A child that has it as its standard input or output is there for this connection and ends with it, like one of inetd(8). */
  private standard(handle: Place, state: State, site: Site<State>): State[] {
    const { held } = state;
    return held?.child && isNamed(held, handle) ? this.tally.end(site, 'escaped') : [state];
  }
}

/** The count itself is returned: it is for the caller to test. */
function givesCount(state: State, value: Place): State {
  return state.held?.count === value ? state.holding({ ...state.held, count: RETURNED }) : state;
}
