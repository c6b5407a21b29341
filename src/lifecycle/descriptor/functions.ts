import { explore, type Exit, type Exploration, type Site } from '../explore.js';
import {
  isGlobal,
  isWithin,
  RETURNED,
  type Block,
  type Callee,
  type Graph,
  type GraphId,
  type Module,
  type Op,
  type Place,
} from '../ir.js';
import type { Span } from '../../shared/span.js';
import { DescriptorAutomaton } from './automaton.js';
import { RECORD } from './binding.js';
import { changesOf, type Changes } from './changes.js';
import { CALLER, type Held } from './held.js';
import { isCallers } from './live.js';
import type { Tables } from './memory.js';
import { neverReturns } from './noreturn.js';
import type { Program } from './program.js';
import type { Deed, Reach } from './reach.js';
import type { Result, Way } from './result.js';
import { State } from './state.js';
import { stuckSites } from './stuck.js';

type Call = Extract<Op, { op: 'call' }>;

/** Entry states over all functions of one analysis; more is beyond what a keystroke may cost. */
const MOST_EFFECTS = 3_000;

/** Sites that may be entered on behalf of one socket, in all functions together: less than a second. */
const MOST_SITES = 60_000;

const UNKNOWN = {
  ways: [],
  losses: [],
  stuck: [],
  closes: false,
  inherited: new Map<Op, Graph>(),
  stores: false,
  closesKept: false,
  escapes: true,
  followed: new Set<Op>(),
  duplicates: new Map<Op, Graph>(),
  complete: true,
};

/** The functions in reach, each explored once per entry state (tabulation). */
export class Functions implements Program {
  /** What functions yield that is a socket only because of what their callers pass: duplicates. */
  private readonly also = new Map<Graph, readonly State[]>();
  private spent = 0;
  /** How many runs are under way, one for each call that is followed, and the sites they may still enter. */
  private depth = 0;
  private left = MOST_SITES;

  constructor(
    readonly module: Module,
    private readonly reach: Reach,
    private readonly known: Tables,
    readonly keeps = false,
    readonly tables = true,
  ) {}

  callee({ callee }: Call, from: Graph): Graph | undefined {
    return callee && understood(this.inModule(callee) ?? this.reach.resolve(callee, from));
  }

  /** The callee, when it is in the caller's own file. */
  near(call: Call, from: Graph): Graph | undefined {
    const id = this.nearId(call, from);
    return id === undefined
      ? undefined
      : understood(this.module.graphs.get(id) ?? this.reach.near(call.callee, from));
  }

  /** Its id, understood or not. */
  nearId(call: Call, from: Graph): GraphId | undefined {
    const { near } = this.known;
    if (!near.has(call)) near.set(call, this.namedNear(call.callee, from));
    return near.get(call);
  }

  private namedNear(callee: Callee, from: Graph): GraphId | undefined {
    return callee && 'graph' in callee ? callee.graph : this.reach.near(callee, from)?.id;
  }

  /** The callee, when it may do such a thing. */
  doer(call: Call, from: Graph, deed: Deed): Graph | undefined {
    return this.reach.may(call.callee, from, deed) ? this.callee(call, from) : undefined;
  }

  private inModule(callee: NonNullable<Callee>): Graph | undefined {
    return 'graph' in callee ? this.module.graphs.get(callee.graph) : undefined;
  }

  effect(graph: Graph, entry: State): Result {
    const known = this.known.effects.get(graph) ?? new Map<string, Result>();
    this.known.effects.set(graph, known);
    const before = known.get(entry.key);
    if (before) return before;
    // A recursive call sees the unknown: silence.
    known.set(entry.key, { graph, ...UNKNOWN });
    const result = this.mayGoOn() ? this.run(graph, entry) : { graph, ...UNKNOWN };
    known.set(entry.key, result);
    return result;
  }

  private mayGoOn(): boolean {
    return this.spent++ < MOST_EFFECTS && this.left > 0;
  }

  /** True for functions of the module's own text. */
  isOwn({ id }: Graph): boolean {
    return this.module.graphs.has(id) || id.startsWith(`${this.module.path}:`);
  }

  /** What becomes of the socket that `origin` makes in `graph`. */
  outcome(graph: Graph, origin: Op): Result {
    const known = this.known.made.get(graph) ?? new Map<Op, Result>();
    this.known.made.set(graph, known);
    const before = known.get(origin);
    if (before) return before;
    known.set(origin, { graph, ...UNKNOWN });
    const result = this.run(graph, State.start, origin);
    known.set(origin, result);
    return result;
  }

  yields(graph: Graph): readonly State[] {
    return [...this.made(graph), ...(this.also.get(graph) ?? [])];
  }

  /** Whether a function hands what an operation makes to its callers; from here on it counts among what it yields. */
  handsOn(graph: Graph, origin: Op): boolean {
    const states = this.handedOut(this.outcome(graph, origin));
    if (states.length > 0) this.also.set(graph, states);
    return states.length > 0;
  }

  private made(graph: Graph): readonly State[] {
    const known = this.known.yielded.get(graph);
    if (known) return known;
    this.known.yielded.set(graph, []);
    const ways = this.origins(graph).flatMap((origin) => this.handedOut(this.outcome(graph, origin)));
    const states = [...new Map(ways.map((state) => [state.key, state])).values()];
    this.known.yielded.set(graph, states);
    return states;
  }

  /** The operations of a graph that make a socket: opens, and calls of functions that hand one out. */
  origins(graph: Graph): readonly Op[] {
    const known = this.known.origins.get(graph);
    if (known) return known;
    const origins = graph.blocks.flatMap(({ ops }) => ops.filter((op) => this.isOrigin(op, graph)));
    this.known.origins.set(graph, origins);
    return origins;
  }

  changes(graph: Graph): Changes {
    return changesOf(graph, (call, from) => this.callee(call, from), this.known.changes);
  }

  neverReturns(graph: Graph): boolean {
    return neverReturns(graph, (call, from) => this.doer(call, from, 'stop'), this.known.returning);
  }

  private isOrigin(op: Op, graph: Graph): boolean {
    if (op.op === 'open') return true;
    const callee = op.op === 'call' ? this.doer(op, graph, 'make') : undefined;
    return callee !== undefined && this.yields(callee).some((state) => state.held);
  }

  /** The ways out when some hand the socket to the caller; none otherwise. */
  private handedOut(result: Result): State[] {
    const back = result.ways.filter(({ leaves }) => leaves === 'return');
    const hands = result.complete && back.some(({ state }) => state.held);
    return hands ? back.map(({ state }) => state) : [];
  }

  /** One socket's runs have one budget, callees included: beyond it, calls are unknown. */
  private counted(run: () => Exploration<State>): Exploration<State> {
    if (this.depth === 0) this.left = MOST_SITES;
    this.depth++;
    const exploration = run();
    this.depth--;
    this.left -= exploration.visited.length;
    return exploration;
  }

  private run(graph: Graph, entry: State, origin?: Op): Result {
    const automaton = new DescriptorAutomaton(graph, this, origin);
    const exploration = this.counted(() => explore(graph, [entry], automaton));
    const ways = exploration.exits.flatMap((exit) => wayOut(exit, graph, automaton));
    const { losses, closes, inherited, stores, closesKept, escapes, followed, duplicates } = automaton.tally;
    const stuck = [...automaton.tally.stuck, ...trapped(exploration, automaton, graph)];
    const complete = exploration.complete && automaton.tally.complete;
    return {
      graph,
      ways: distinct(ways),
      losses,
      stuck,
      closes,
      inherited,
      stores,
      closesKept,
      escapes,
      followed,
      duplicates,
      complete,
    };
  }
}

function understood(graph: Graph | undefined): Graph | undefined {
  return graph?.sure ? graph : undefined;
}

function trapped(exploration: Exploration<State>, automaton: DescriptorAutomaton, graph: Graph) {
  if (!exploration.complete) return [];
  return stuckSites(exploration, automaton.tally.ends).map(({ held, passed }) => {
    const read = held.trail.findLast(({ role }) => role === 'end-seen')?.span;
    return { at: passed ?? read ?? graph.at, graph, held };
  });
}

/** An exit in terms the caller understands; a socket no caller can name any more is lost here. */
function wayOut(exit: Exit<State>, graph: Graph, automaton: DescriptorAutomaton): Way[] {
  const { leaves, state, site } = exit;
  const at = partingSpan(exit, graph);
  const known = state.known.renamed((place) => (isTheirs(graph, place) ? place : undefined));
  if (!state.held || leaves === 'stop') return [{ leaves, state: new State(undefined, known), at }];
  const names = [...state.held.names].filter((name) => isTheirs(graph, name));
  const held: Held = { ...state.held, names: new Set(names) };
  if (names.length > 0) return [{ leaves, state: new State(held, known), at }];
  if (isProcessEnd(graph)) return [];
  automaton.tally.losses.push({ how: 'leaves', at, graph, held: state.held });
  automaton.tally.ends.set(site, new Set(['lost']));
  return [];
}

/** Returning from main ends the process: the kernel closes what is open. */
function isProcessEnd(graph: Graph): boolean {
  return graph.name === 'main';
}

export function isTheirs(graph: Graph, place: Place): boolean {
  if (place === CALLER || place === RECORD || isGlobal(place)) return true;
  return isWithin(place, RETURNED) || isCallers(graph, place);
}

/** The `return`, or for an exception the last operation before it. */
export function exitSpan({ site }: Exit<State>, graph: Graph): Span {
  for (let at: Site<State> | undefined = site; at; at = at.from) {
    const last = at.block.ops.at(-1);
    if (last) return last.at;
  }
  return graph.at;
}

/** The same; but where ways come together in one `return`, the last thing done on this one. */
function partingSpan({ site, ...exit }: Exit<State>, graph: Graph): Span {
  const last = isJoin(site.block, graph) ? (site.from ?? site) : site;
  return exitSpan({ ...exit, site: last }, graph);
}

/** A bare `return` that several ways jump to; those of one condition are one way. */
function isJoin({ id, ops }: Block, graph: Graph): boolean {
  if (ops.length !== 1 || ops[0]?.op !== 'return') return false;
  const into = graph.blocks.flatMap(({ edges }) => edges.filter(({ to }) => to === id));
  return into.length > 1 && into.every(({ facts }) => facts.length === 0);
}

function distinct(ways: readonly Way[]): Way[] {
  return [...new Map(ways.map((way) => [`${way.leaves} ${way.state.key}`, way])).values()];
}
