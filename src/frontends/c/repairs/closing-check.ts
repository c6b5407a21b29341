import type { Span } from '../../../shared/span.js';
import { Known } from '../../../lifecycle/descriptor/known.js';
import { ANY, exactly } from '../../../lifecycle/descriptor/interval.js';
import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import { borrowedRecords } from '../../../lifecycle/descriptor/records.js';
import { liveOf } from '../../../lifecycle/descriptor/live.js';
import { explore, type Automaton } from '../../../lifecycle/explore.js';
import {
  isGlobal,
  isWithin,
  rootOf,
  type Edge,
  type Graph,
  type Op,
  type Place,
} from '../../../lifecycle/ir.js';

type Call = Extract<Op, { op: 'call' }>;
type Close = Extract<Op, { op: 'close' }>;

/** Whether a callee lets go, on some path, of a descriptor that its caller knows by a name. */
export type Consumes = (op: Call, name: Place, from: Graph) => boolean;

/**
 * Whether a close that was put into a function can run after something else already took the descriptor, or is followed
 * by a use: its number may by then be a stranger's (close(2), "Multithreaded processes and close").
 * @param trusted a condition whose outcome is known to say that its call did not take the descriptor.
 */
export function closesWrongly(graph: Graph, inserted: Span, consumes: Consumes, trusted?: Span): boolean {
  const own = graph.blocks
    .flatMap(({ ops }) => ops)
    .filter((op) => op.op === 'close' && within(op.at, inserted));
  return own.some((op) => op.op === 'close' && isWrong(graph, op, consumes, trusted));
}

function within(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isWrong(graph: Graph, close: Close, consumes: Consumes, trusted: Span | undefined): boolean {
  const watch = new ClosingWatch(graph, close, consumes, trusted);
  const { complete } = explore(graph, [{ gone: NONE, ours: NONE, known: Known.nothing }], watch);
  return !complete || watch.wrong;
}

const NONE: ReadonlySet<Place> = new Set();

/** Which names hold a descriptor that somebody else took, and which one that the inserted close released. */
interface Watched {
  readonly gone: ReadonlySet<Place>;
  readonly ours: ReadonlySet<Place>;
  readonly known: Known;
}

class ClosingWatch implements Automaton<Watched> {
  wrong = false;
  private readonly names: ReadonlySet<Place>;

  constructor(
    private readonly graph: Graph,
    private readonly close: Close,
    private readonly consumes: Consumes,
    private readonly trusted: Span | undefined,
  ) {
    this.names = aliases(graph, close.handle);
  }

  key({ gone, ours, known }: Watched): string {
    return `${[...gone].sort().join()}|${[...ours].sort().join()}|${known.key}`;
  }

  apply(op: Op, state: Watched): readonly Watched[] {
    if (this.wrong) return [];
    if (op === this.close) return this.closed(state);
    if (uses(op, state.ours) || this.takesAgain(op, state.ours)) this.wrong = true;
    const takes = this.takes(op);
    const renewed = renews(op, this.names);
    return [
      {
        gone: takes ? this.names : without(state.gone, renewed),
        ours: without(state.ours, renewed),
        known: learnt(op, state.known),
      },
    ];
  }

  follow(edge: Edge, state: Watched): Watched | undefined {
    let known: Known | undefined = state.known;
    for (const fact of edge.facts) known = known?.assume(fact);
    return known && { ...state, known: known.only(liveOf(this.graph)[edge.to] ?? new Set()) };
  }

  private closed(state: Watched): Watched[] {
    if (state.gone.has(this.close.handle) || state.ours.has(this.close.handle)) this.wrong = true;
    return [{ ...state, ours: this.names }];
  }

  /** A callee that gets the record of a descriptor we closed closes it again. */
  private takesAgain(op: Op, ours: ReadonlySet<Place>): boolean {
    return op.op === 'call' && ours.size > 0 && consumesOne(op, ours, this.graph, this.consumes);
  }

  private takes(op: Op): boolean {
    const isTrusted = this.trusted !== undefined && within(op.at, this.trusted);
    return !isTrusted && consumesOne(op, this.names, this.graph, this.consumes);
  }
}

function without(names: ReadonlySet<Place>, gone: readonly Place[]): ReadonlySet<Place> {
  return gone.some((name) => names.has(name))
    ? new Set([...names].filter((name) => !gone.includes(name)))
    : names;
}

function learnt(op: Op, known: Known): Known {
  switch (op.op) {
    case 'assign':
      return known.set(op.into, op.value === undefined ? ANY : exactly(op.value));
    case 'copy':
      return known.set(op.into, known.value(op.from));
    case 'open':
      return known.set(op.into);
    case 'read':
    case 'call':
      return op.result === undefined ? known : known.set(op.result);
    case 'special':
      return op.places.slice(1).reduce((all, place) => all.set(place), known);
    case 'drop':
      return known.set(op.place);
    default:
      return known;
  }
}

/** Everything the descriptor may also be called in this function, whatever the order. */
export function aliases(graph: Graph, handle: Place): Set<Place> {
  const names = new Set([handle]);
  for (let size = 0; size < names.size;) {
    size = names.size;
    for (const { ops } of graph.blocks)
      for (const op of ops)
        if (op.op === 'copy' && names.has(op.from) && !isGlobal(op.into)) names.add(op.into);
  }
  return names;
}

function uses(op: Op, names: ReadonlySet<Place>): boolean {
  const about = (place: Place | undefined): boolean =>
    place !== undefined && names.has(place.replace(/^&/, ''));
  switch (op.op) {
    case 'read':
    case 'end':
    case 'close':
    case 'escape':
      return about(op.handle);
    case 'special':
      return about(op.places[0]) && op.name !== 'fork' && op.name !== 'fresh' && op.name !== 'wait-child';
    case 'call':
      // Where a variable lives is given to be filled; who closes by it is asked for elsewhere.
      return op.args.some((arg) => arg?.startsWith('&') === false && about(arg));
    case 'return':
      return typeof op.value === 'string' && about(op.value);
    default:
      return false;
  }
}

/** Whether an operation lets go of a descriptor by one of its names. */
export function consumesOne(op: Op, names: ReadonlySet<Place>, graph: Graph, consumes: Consumes): boolean {
  const namesIn = (place: Place): Place[] =>
    [...names].filter((name) => isWithin(name, place.replace(/^&/, '')));
  const holds = (place: Place): boolean => namesIn(place).length > 0;
  switch (op.op) {
    case 'close':
      return names.has(op.handle);
    case 'escape':
      return holds(op.handle);
    case 'copy':
      return holds(op.from) && (isGlobal(op.into) || isShared(graph, op.into));
    case 'return':
      return typeof op.value === 'string' && holds(op.value);
    case 'special':
      return (
        (op.name === 'watch' && holds(op.places[0] ?? '')) ||
        (op.name === 'replace' && holds(op.places[1] ?? ''))
      );
    case 'call':
      return [...op.args, op.receiver].some(
        (arg) => arg !== undefined && namesIn(arg).some((name) => consumes(op, name, graph)),
      );
    default:
      return false;
  }
}

/** Memory behind a parameter, or a pointer got from elsewhere: others go on using it. */
function isShared(graph: Graph, place: Place): boolean {
  const root = rootOf(place);
  const isTheirs = graph.params.includes(root) || graph.self === root || borrowedRecords(graph).has(root);
  return root !== place && isTheirs;
}

/** The names that hold something else from here on. */
function renews(op: Op, names: ReadonlySet<Place>): Place[] {
  if (op.op === 'call')
    return [...names].filter((name) => op.result === name || op.args.includes(`&${name}`));
  const into = writtenBy(op);
  return into === undefined ? [] : [...names].filter((name) => isWithin(name, into));
}

function writtenBy(op: Op): Place | undefined {
  if (op.op === 'open' || op.op === 'assign' || op.op === 'copy') return op.into;
  if (op.op === 'drop') return op.place;
  if (op.op === 'special' && (op.name === SPECIAL.duplicate || op.name === SPECIAL.replace))
    return op.places[1];
  return op.op === 'read' ? op.result : undefined;
}
