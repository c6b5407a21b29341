import type { Site } from '../explore.js';
import { rootOf, type Graph, type Op, type Place } from '../ir.js';
import { DescriptorAutomaton, type Program } from './automaton.js';
import { passedBy } from './transitions.js';
import { Binding } from './binding.js';
import { writesOutside, type AllDeeds, type Deeds } from './deeds.js';
import { isNamed, isReached, stepped, type Gone, type Held } from './held.js';
import { exactly, POSITIVE } from './interval.js';
import type { Loss } from './result.js';
import type { State } from './state.js';
import type { Span } from '../../shared/span.js';

type Read = Extract<Op, { op: 'read' }>;
type Call = Extract<Op, { op: 'call' }>;

/**
 * Follows a socket that somebody else opened from the read that saw EOF: does anybody here close it, or tell others so?
 * Doubt acquits: a close of any other number, an unknown callee, a note left where others can read it.
 */
export class IgnoringAutomaton extends DescriptorAutomaton {
  /** Ways on which the socket goes out of sight after EOF, and nothing was done about it. */
  readonly forgotten: Loss[] = [];

  constructor(
    graph: Graph,
    program: Program,
    origin: Read | Call,
    private readonly deeds: AllDeeds,
    /** The states the callee leaves, when the origin is a call of the function that reads. */
    private readonly arriving: readonly State[],
    /** What the read is taken to give: EOF, or data. */
    private readonly gives: 'eof' | 'data',
  ) {
    super(graph, program, origin);
  }

  override apply(op: Op, state: State, site: Site<State>): readonly State[] {
    const { held } = state;
    if (!held) return super.apply(op, state, site);
    if (held.gone) return this.afterwards(op, state, held, held.gone, site);
    if (op.op === 'close' && !isNamed(held, op.handle)) return this.finish(site, 'escaped');
    // A table by descriptor may be somebody's way to find it: a note, not a hand-over.
    if (op.op === 'escape' && op.to === 'index')
      return [isReached(held, op.handle) ? signalled(state) : state];
    if (op.op === 'end' && isNamed(held, op.handle)) return this.finish(site, 'escaped');
    if (op.op === 'drop' && op.why !== 'scope' && isReached(held, op.place))
      return [gone(state, held, op.why, op.at)];
    if (forgetsIt(op, held)) return [gone(state, held, 'overwritten', op.at)];
    if (op.op === 'read' && isNamed(held, op.handle) && op.handle.includes('[]'))
      return this.forget(held, op.at, site);
    const next = writesOutside(op, this.graph) ? state.holding({ ...held, signalled: true }) : state;
    return super.apply(op, next, site);
  }

  protected override begin(op: Op, state: State): State[] {
    if (op.op === 'read') return this.seen(op, state);
    if (op.op !== 'call') return [state];
    const callee = this.program.callee(op, this.graph);
    if (!callee) return [state];
    const binding = new Binding(op, callee);
    const after = this.arriving.map((way) => {
      const known = state.knowing(binding.knownAfter(state.known, way.known));
      return way.held ? known.holding({ ...way.held, names: binding.names(way.held) }) : known;
    });
    return [state.knowing(op.result === undefined ? state.known : state.known.set(op.result)), ...after];
  }

  /** The listener the number is compared with is no second name: a close by another name acquits anyway. */
  protected override same(held: Held): Held {
    return held;
  }

  /** It is others' already. */
  protected override placed(states: readonly State[]): State[] {
    return [...states];
  }

  /** The read's result that is followed; any other is no concern. */
  private seen(op: Read, state: State): State[] {
    const result = op.result ?? '';
    const held: Held = {
      origin: { api: 'read', kind: 'other', halfOpen: true },
      names: new Set([op.handle]),
      phase: this.gives === 'eof' ? 'eof' : 'open',
      child: false,
      count: result,
      trail: [{ span: op.at, role: 'end-seen' }],
    };
    const other = op.result === undefined ? state : state.knowing(state.known.set(result));
    const count = this.gives === 'eof' ? exactly(0) : POSITIVE;
    const given = op.result === undefined ? state : state.knowing(state.known.set(result, count));
    return [other, given.holding(held)];
  }

  protected override lose(
    state: State,
    place: Place,
    how: Loss['how'],
    at: Span,
    site: Site<State>,
    gained: readonly Place[] = [],
  ): State[] {
    const before = this.losses.length;
    const next = super.lose(state, place, how, at, site, gained);
    for (const loss of this.losses.splice(before)) this.forgotten.push(loss);
    return next;
  }

  protected override call(op: Call, state: State, site: Site<State>): State[] {
    const { held } = state;
    const callee = this.program.callee(op, this.graph);
    if (!held) return super.call(op, state, site);
    const deeds = callee ? this.deeds.of(callee) : unknownDeeds(op);
    const before = this.losses.length;
    const next = super.call(op, state, site);
    // What the callee lost for good is gone; others may still have the number.
    const lost = this.losses.splice(before).map((loss) => gone(state, held, goneBy(loss), loss.at));
    if (deeds.acts && !lost.length && next.length > 0) return this.finish(site, 'escaped');
    return [...next, ...lost].map((after) => (deeds.writes ? signalled(after) : after));
  }

  /** The record is gone: is the number closed by another name before the program goes on to other things? */
  private afterwards(op: Op, state: State, held: Held, ended: Gone, site: Site<State>): readonly State[] {
    if (op.op === 'close' || op.op === 'escape' || op.op === 'end') return this.finish(site, 'escaped');
    if (op.op === 'call') {
      const callee = this.program.callee(op, this.graph);
      const { acts } = callee ? this.deeds.of(callee) : unknownDeeds(op);
      return acts ? this.finish(site, 'escaped') : [state];
    }
    if (op.op !== 'read' && op.op !== 'wait') return [state];
    this.losses.push({ how: ended.how, at: ended.at, graph: this.graph, held });
    return this.finish(site, 'lost');
  }

  private forget(held: Held, at: Span, site: Site<State>): State[] {
    this.forgotten.push({ how: 'overwritten', at, graph: this.graph, held });
    return this.finish(site, 'lost');
  }
}

/** The place that holds the socket is set to a number that is none: the program means to be done with it. */
function forgetsIt(op: Op, held: Held): boolean {
  return (
    op.op === 'assign' &&
    op.value !== undefined &&
    op.value <= 0 &&
    isNamed(held, op.into) &&
    op.into !== rootOf(op.into)
  );
}

function gone(state: State, held: Held, how: Gone['how'], at: Span): State {
  const step = { span: at, role: 'leaves', note: how } as const;
  return state.holding(stepped({ ...held, gone: { how, at } }, step));
}

function goneBy({ how }: Loss): Gone['how'] {
  return how === 'scope' || how === 'leaves' ? 'overwritten' : how;
}

function signalled(state: State): State {
  return state.held ? state.holding({ ...state.held, signalled: true }) : state;
}

function unknownDeeds(op: Call): Deeds {
  return { acts: passedBy(op).length > 0, writes: false };
}
