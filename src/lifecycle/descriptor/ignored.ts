import { explore, type Exit, type Exploration } from '../explore.js';
import type { Graph, Op, Place } from '../ir.js';
import type { CallSites } from './call-sites.js';
import type { AllDeeds } from './deeds.js';
import type { Held } from './held.js';
import { IgnoringAutomaton } from './ignoring.js';
import { exitSpan, isTheirs, type Functions } from './functions.js';
import type { Loss } from './result.js';
import { State } from './state.js';
import { stuckSites } from './stuck.js';

type Read = Extract<Op, { op: 'read' }>;
type Call = Extract<Op, { op: 'call' }>;

/** A read and the function it stands in. */
interface Reader {
  readonly gives: 'eof' | 'data';
  /** After data: is the registration renewed, or does the record go and leave the socket open? */
  readonly asks?: 'renewal' | 'loss';
  readonly read: Read;
  readonly graph: Graph;
}

/** How a function comes to know of EOF: by its own read, or by a call of the function below. */
interface Arrival {
  readonly origin: Read | Call;
  readonly arriving: readonly State[];
  readonly below?: Graph | undefined;
}

/** A read whose EOF nobody answers. */
export interface Ignored extends Reader {
  readonly why: 'forgotten' | 'loops' | 'dropped' | 'unclosed' | 'disarmed';
  readonly loss: Loss;
}

/** How far up the callers EOF is followed. */
const MOST_CALLERS = 4;
/** How many functions are looked at for one read; with more nothing is claimed. */
const MOST_FOLLOWED = 200;

/** Follows EOF of sockets that others opened (fields, parameters, event data) from each read up through the callers. */
export class IgnoredEofs {
  private left = MOST_FOLLOWED;

  constructor(
    private readonly functions: Functions,
    private readonly callers: CallSites,
    private readonly deeds: AllDeeds,
  ) {}

  of(graph: Graph, read: Read): Ignored[] {
    return this.from({ graph, read, gives: 'eof' });
  }

  /** The ways on which a one-shot registration is not renewed after data was read, when other ways renew it. */
  disarmed(graph: Graph, read: Read): Ignored[] {
    return this.from({ graph, read, gives: 'data', asks: 'renewal' });
  }

  /** The ways on which the record that holds the socket goes although nobody has closed it. */
  unclosed(graph: Graph, read: Read): Ignored[] {
    return this.from({ graph, read, gives: 'data', asks: 'loss' });
  }

  private from(reader: Reader): Ignored[] {
    this.left = MOST_FOLLOWED;
    const found = this.follow(reader.graph, reader, { origin: reader.read, arriving: [] });
    return this.left < 0 ? [] : found;
  }

  private follow(graph: Graph, reader: Reader, { origin, arriving, below }: Arrival, depth = 0): Ignored[] {
    if (reader.read.asks || --this.left < 0) return [];
    const above = this.callers.of(graph);
    const known = above.length > 0 && depth < MOST_CALLERS;
    const automaton = new IgnoringAutomaton(graph, this.functions, origin, this.deeds, {
      arriving,
      gives: reader.gives,
      answers: known,
      reader: below,
      strict: reader.asks === 'loss',
    });
    const exploration = explore(graph, [State.start], automaton);
    if (!exploration.complete || !automaton.tally.complete) return [];
    const told =
      (why: Ignored['why']) =>
      (loss: Loss): Ignored => ({ ...reader, why, loss: seenAt(loss, automaton) });
    const dropped = automaton.tally.losses.map(told('dropped'));
    if (reader.asks === 'renewal') return this.unrenewed(graph, reader, automaton, exploration, depth);
    if (reader.asks === 'loss') return this.lostRecords(graph, reader, automaton, exploration, depth);
    const acquitted = automaton.tally.closes || automaton.tally.escapes;
    const open = exploration.exits.flatMap((exit) => stillOpen(exit, graph, acquitted));
    const next = this.handedUp(
      graph,
      origin,
      open.map(({ state }) => state),
      automaton,
      origin === reader.read || below !== undefined,
    );
    const up = known
      ? above.flatMap(({ from, call }) => this.follow(from, reader, { ...next, origin: call }, depth + 1))
      : [];
    const out = known
      ? []
      : open.flatMap((exit) => lostAtTop(exit, graph)).map(({ why, loss }) => told(why)(loss));
    if (acquitted) return [...dropped, ...up, ...out];
    const forgotten = automaton.forgotten.filter(({ held }) => !held.signalled).map(told('forgotten'));
    const loops = trapped(exploration, automaton, graph).map(told('loops'));
    return [...dropped, ...loops, ...forgotten, ...up, ...out];
  }

  /**
   * What the callers get. A function that does nothing to a socket before it reads does the same again when it is called again;
   * so does one that left everything as it found it.
   */
  private handedUp(
    graph: Graph,
    origin: Op,
    states: readonly State[],
    { found }: IgnoringAutomaton,
    isPlain: boolean,
  ): Omit<Arrival, 'origin'> {
    if (!isPlain) return { arriving: states };
    if (this.deeds.follow(graph, origin)) return { arriving: states, below: graph };
    const unnoted = states.filter(({ held }) => held?.signalled !== true);
    const repeats = unnoted.length > 0 && found.every((known) => this.deeds.follow(graph, origin, known));
    return repeats ? { arriving: unnoted, below: graph } : { arriving: states };
  }

  private lostRecords(
    graph: Graph,
    reader: Reader,
    { tally }: IgnoringAutomaton,
    { exits }: Exploration<State>,
    depth: number,
  ): Ignored[] {
    const told = (loss: Loss): Ignored => ({ ...reader, why: 'unclosed', loss });
    const open = exits.flatMap((exit) => stillOpen(exit, graph, false));
    const above = this.callers.of(graph);
    const isTop = above.length === 0 || depth >= MOST_CALLERS;
    const losses = isTop
      ? [...tally.losses, ...open.flatMap((exit) => goneAtTop(exit, graph))]
      : tally.losses;
    // What EOF or an error leads to is asked elsewhere.
    const here = losses.filter(({ held }) => held.phase === 'open').map(told);
    if (isTop) return here;
    const arriving = open.map(({ state }) => state);
    return [
      ...here,
      ...above.flatMap(({ from, call }) =>
        this.follow(from, reader, { origin: call, arriving, below: graph }, depth + 1),
      ),
    ];
  }

  private unrenewed(
    graph: Graph,
    reader: Reader,
    automaton: IgnoringAutomaton,
    { exits }: Exploration<State>,
    depth: number,
  ): Ignored[] {
    if (depth === 0 && !automaton.tally.escapes) return [];
    const told = (loss: Loss): Ignored => ({ ...reader, why: 'disarmed', loss });
    const open = exits.flatMap((exit) => stillOpen(exit, graph, false));
    const above = this.callers.of(graph);
    if (above.length === 0 || depth >= MOST_CALLERS) return automaton.forgotten.map(told);
    const states = open.map(({ state }) => state);
    const up = above.flatMap(({ from, call }) =>
      this.follow(from, reader, { origin: call, arriving: states }, depth + 1),
    );
    const [first] = open;
    const here = first?.state.held && up.length > 0 ? [lossAt(first, graph, first.state.held)] : [];
    return [...automaton.forgotten, ...here].map(told);
  }
}

function lossAt(exit: Exit<State>, graph: Graph, held: Held): Loss {
  return { how: 'leaves', at: exitSpan(exit, graph), graph, held };
}

function seenAt(loss: Loss, automaton: IgnoringAutomaton): Loss {
  return automaton.blind ? { ...loss, held: { ...loss.held, blame: automaton.blind } } : loss;
}

function trapped(exploration: Exploration<State>, automaton: IgnoringAutomaton, graph: Graph): Loss[] {
  return stuckSites(exploration, automaton.tally.ends).map(({ held, passed }) => ({
    how: 'leaves',
    at: passed ?? held.trail[0]?.span ?? graph.at,
    graph,
    held: passed ? { ...held, passed } : held,
  }));
}

/** The exits on which the socket is open and its EOF known; after an acquittal only records that are gone count. */
function stillOpen(exit: Exit<State>, graph: Graph, acquitted: boolean): Exit<State>[] {
  const { held, known } = exit.state;
  if (!held || exit.leaves !== 'return' || (acquitted && !held.gone)) return [];
  const names = [...held.names].filter((name) => isTheirs(graph, name) || graph.params.includes(name));
  return [{ ...exit, state: new State({ ...held, names: new Set<Place>(names) }, known) }];
}

/** Nobody above is known: an EOF that is neither noted nor told by a result is ignored. */
function lostAtTop(exit: Exit<State>, graph: Graph): { why: Ignored['why']; loss: Loss }[] {
  const { held } = exit.state;
  if (!held) return [];
  const at = held.gone?.at ?? exitSpan(exit, graph);
  const loss = (how: Loss['how']): Loss => ({ how, at, graph, held });
  if (held.gone) return [{ why: 'dropped', loss: loss(held.gone.how) }];
  return held.signalled || tellsCaller(exit) ? [] : [{ why: 'forgotten', loss: loss('leaves') }];
}

function goneAtTop({ state: { held } }: Exit<State>, graph: Graph): Loss[] {
  return held?.gone ? [{ how: held.gone.how, at: held.gone.at, graph, held }] : [];
}

function tellsCaller({ site }: Exit<State>): boolean {
  return site.block.ops.some((op) => op.op === 'return' && op.value !== undefined);
}
