import type { Site } from '../explore.js';
import { isWithin, RETURNED, type Graph, type Op, type Place } from '../ir.js';
import { DescriptorAutomaton } from './automaton.js';
import { Binding } from './binding.js';
import { actsOn, fills, isShared, NOTHING, type AllDeeds, type Deeds } from './deeds.js';
import { isNamed, isReached, stepped, type Gone, type Held } from './held.js';
import { exactly, isSame, POSITIVE } from './interval.js';
import type { Known } from './known.js';
import { newcomers } from './newcomers.js';
import { signalled, tells } from './notes.js';
import type { Program } from './program.js';
import type { Loss } from './result.js';
import { standing } from './standing.js';
import type { State } from './state.js';
import { isInReach } from './transitions.js';
import type { Span } from '../../shared/span.js';

type Read = Extract<Op, { op: 'read' }>;
type Call = Extract<Op, { op: 'call' }>;

/** What is asked about one read in one function. */
export interface Task {
  /** The states the callee leaves, when the origin is a call of the function that reads. */
  readonly arriving: readonly State[];
  /** What the read is taken to give: EOF, or data. */
  readonly gives: 'eof' | 'data';
  /** The callers are followed too: they see what is put where they asked for it. */
  readonly answers: boolean;
  /** The function below that reads, when all it does to a socket follows from what it read: called again it reads 0 again. */
  readonly reader: Graph | undefined;
  /** A record that goes is only taken for the end of the socket when no other name is left in sight. */
  readonly strict: boolean;
}

/**
 * Follows a socket that somebody else opened from the read that saw EOF: does anybody here close it, or tell others so?
 * Doubt acquits: a close of any other number, an unknown callee, a note left where others can read it.
 */
export class IgnoringAutomaton extends DescriptorAutomaton {
  /** Ways on which the socket goes out of sight after EOF, and nothing was done about it. */
  readonly forgotten: Loss[] = [];
  /** What was found in the callers' storage where the read is done, and has been since before: once for each way there. */
  readonly found: Known[] = [];

  constructor(
    graph: Graph,
    program: Program,
    origin: Read | Call,
    private readonly deeds: AllDeeds,
    private readonly task: Task,
  ) {
    super(graph, program, origin);
  }

  override apply(op: Op, state: State, site: Site<State>): readonly State[] {
    const { held } = state;
    if (!held) return super.apply(op, state, site);
    if (held.gone) return this.afterwards(op, state, held, held.gone, site);
    if (op.op === 'close' && !isNamed(held, op.handle))
      return newcomers(this.graph).has(op.handle) ? [state] : this.tally.end(site, 'escaped');
    // A table by descriptor may be somebody's way to find it: a note, not a hand-over.
    if (op.op === 'escape' && op.to === 'index')
      return [isReached(held, op.handle) ? signalled(state) : state];
    if (op.op === 'end' && isNamed(held, op.handle)) return this.tally.end(site, 'escaped');
    if (op.op === 'drop' && op.why !== 'scope' && isReached(held, op.place) && this.isLast(held, op.place))
      return [gone(state, held, op.why, op.at)];
    if (this.forgets(op, held) && op.op === 'assign' && this.isLast(held, op.into))
      return [gone(state, held, 'overwritten', op.at)];
    if (op.op === 'read' && isNamed(held, op.handle) && op.handle.includes('[]'))
      return this.forget(held, op.at, site);
    return super.apply(op, state, site);
  }

  private isLast({ names }: Held, place: Place): boolean {
    return !this.task.strict || [...names].every((name) => isWithin(name, place));
  }

  /** What is put where the callers asked for it they see, and are followed. */
  protected override noted(op: Op, state: State): State {
    if (this.task.answers && fills(op, this.graph)) return state;
    return tells(op, this.graph, state.known) ? signalled(state) : state;
  }

  protected override begin(op: Op, state: State): State[] {
    if (op.op === 'read') return this.seen(op, state);
    if (op.op !== 'call') return [state];
    const callee = this.program.callee(op, this.graph);
    if (!callee) return [state];
    const binding = new Binding(op, callee);
    const after = this.task.arriving.map((way) => {
      const known = state.knowing(binding.knownAfter(state.known, way.known, this.program.changes(callee)));
      return way.held ? known.holding({ ...counted(way.held, op), names: binding.names(way.held) }) : known;
    });
    return [state.knowing(op.result === undefined ? state.known : state.known.set(op.result)), ...after];
  }

  /** The listener the number is compared with is no second name: a close by another name acquits anyway. */
  protected override same(held: Held): Held {
    return held;
  }

  /** It is others' already. */
  protected override placed(states: readonly State[], site: Site<State>): State[] {
    const { origin } = this;
    if (origin) this.found.push(standing(site, origin, (op) => this.deeds.changes(op, this.graph)));
    return [...states];
  }

  /** The read's result that is followed; any other is no concern. */
  private seen(op: Read, state: State): State[] {
    const result = op.result ?? '';
    const held: Held = {
      origin: { api: 'read', kind: 'other', halfOpen: true },
      names: new Set([op.handle]),
      phase: this.task.gives === 'eof' ? 'eof' : 'open',
      child: false,
      count: result,
      noting: true,
      trail: [{ span: op.at, role: 'end-seen' }],
    };
    const other = op.result === undefined ? state : state.knowing(state.known.set(result));
    const count = this.task.gives === 'eof' ? exactly(0) : POSITIVE;
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
    const before = this.tally.losses.length;
    const next = super.lose(state, place, how, at, site, gained);
    for (const loss of this.tally.losses.splice(before)) this.forgotten.push(loss);
    return next;
  }

  protected override call(op: Call, state: State, site: Site<State>): State[] {
    const { held } = state;
    const callee = this.program.callee(op, this.graph);
    if (!held) return super.call(op, state, site);
    if (callee && callee === this.task.reader) return this.forget(held, op.at, site);
    const deeds = callee ? this.deeds.of(callee) : this.unknownDeeds(op);
    const before = this.tally.losses.length;
    const next = super.call(op, state, site);
    // What the callee lost for good is gone; others may still have the number.
    // Who lets a record go that is closed elsewhere before is to blame, not the function that all use for it.
    const lost = this.tally.losses
      .splice(before)
      .map((loss) => gone(state, held, goneBy(loss), this.task.strict ? op.at : loss.at));
    if (deeds.acts && !lost.length && next.length > 0) return this.tally.end(site, 'escaped');
    const told = callee ? this.isTold(op, callee, deeds, state) : deeds.writes;
    return [...next, ...lost].map((after) => (told ? signalled(after) : after));
  }

  /** The callee writes where others can see it, by what this call gives it; what it writes itself it notes on its own ways. */
  private isTold(op: Call, callee: Graph, deeds: Deeds, { held, known }: State): boolean {
    const { fills, adds } = deeds;
    const writes = held && isInReach(op, held) ? deeds.calleesWrite : deeds.writes;
    const added = [...adds].some((param) => {
      const arg = op.args[callee.params.indexOf(param)];
      return arg === undefined || !isSame(known.value(arg), NONE);
    });
    return (
      writes || added || (fills && op.args.some((arg) => arg !== undefined && isShared(arg, this.graph)))
    );
  }

  /** The record is gone: is the number closed by another name before the program goes on to other things? */
  private afterwards(op: Op, state: State, held: Held, ended: Gone, site: Site<State>): readonly State[] {
    if (op.op === 'escape' && op.to === 'index' && !isReached(held, op.handle)) return [state];
    if (op.op === 'close' || op.op === 'escape' || op.op === 'end') return this.tally.end(site, 'escaped');
    if (op.op === 'call') {
      const callee = this.program.callee(op, this.graph);
      const { acts } = callee ? this.deeds.of(callee) : this.unknownDeeds(op);
      return acts ? this.tally.end(site, 'escaped') : [state];
    }
    if (op.op !== 'read' && op.op !== 'wait') return [state];
    this.tally.losses.push({ how: ended.how, at: ended.at, graph: this.graph, held });
    return this.tally.end(site, 'lost');
  }

  private unknownDeeds(op: Call): Deeds {
    return { ...NOTHING, acts: actsOn(op, this.graph) };
  }

  private forget(held: Held, at: Span, site: Site<State>): State[] {
    this.forgotten.push({ how: 'overwritten', at, graph: this.graph, held });
    return this.tally.end(site, 'lost');
  }
}

/** Who gets the count can tell EOF from data: a test below is not to blame. */
function counted(held: Held, { result }: Call): Held {
  if (result === undefined || held.count !== RETURNED) return held;
  const { passed: _, ...rest } = held;
  return { ...rest, count: result };
}

function gone(state: State, held: Held, how: Gone['how'], at: Span): State {
  const step = { span: at, role: 'leaves', note: how } as const;
  return state.holding(stepped({ ...held, gone: { how, at } }, step));
}

const NONE = exactly(0);

function goneBy({ how }: Loss): Gone['how'] {
  return how === 'scope' || how === 'leaves' ? 'overwritten' : how;
}
