import type { Graph, Module, Op } from '../ir.js';
import type { Leak } from '../leak.js';
import { acceptedFirst, ignoredLeak, type Made } from './borrowed.js';
import { CallSites } from './call-sites.js';
import { AllDeeds } from './deeds.js';
import { Flow } from './flow.js';
import { IgnoredEofs } from './ignored.js';
import { Memory, Tables, type ReadOutcomes } from './memory.js';
import { operationsOf } from './operations.js';
import { Functions } from './functions.js';
import type { Reach } from './reach.js';
import { Repetition } from './repetition.js';
import { storedLeak } from './stored.js';
import { verdicts } from './verdict.js';
import { isOneShot, unwatchedLeak } from './watching.js';

type Call = Extract<Op, { op: 'call' }>;
type Read = Extract<Op, { op: 'read' }>;

/**
 * Finds the descriptors a module's functions leave open: sockets that are read synchronously (C, C++).
 *
 * Facts about EOF, errors, `shutdown`, `dup` and `fork` were measured on Linux (read(2), close(2), shutdown(2)). What is not
 * understood is silent: unsure graphs, unknown callees, too many states.
 * @param memory of the last search of the same file, as long as `reach` leads to the same functions of other files.
 */
export function findDescriptorLeaks(module: Module, reach: Reach, memory = new Memory()): Leak[] {
  return new Search(module, reach, memory).leaks();
}

/** Tells of functions whether they make a socket, themselves or by their callees, and hand it to their caller on some way out. */
export function handingOut(reach: Reach): (graph: Graph) => boolean {
  const functions = new Functions({ path: '', graphs: new Map() }, reach, new Tables());
  return (graph) => graph.sure && functions.yields(graph).some(({ held }) => held);
}

/** How far up the callers a duplicate is followed. */
const MOST_HANDS = 3;

/** One module's search: first the sockets its functions hold, then those kept elsewhere and only read here. */
class Search {
  private readonly functions: Functions;
  private readonly keeping: Functions;
  private readonly looking: Functions;
  private readonly graphs: readonly Graph[];
  private readonly callers: CallSites;
  private readonly repetition: Repetition;
  /** Who says that nobody closes must have understood every function. */
  private readonly isUnderstood: boolean;
  /** The reads of sockets that some path follows. */
  private readonly followed = new Set<Op>();
  private readonly duplicates = new Map<Op, Graph>();
  private readonly inText = (graph: Graph) => this.functions.isOwn(graph);
  private readonly calleeOf = (call: Call, from: Graph) => this.functions.callee(call, from);
  private readonly nearCallee = (call: Call, from: Graph) => this.functions.near(call, from);

  constructor(
    private readonly module: Module,
    reach: Reach,
    private readonly memory: Memory,
  ) {
    this.functions = new Functions(module, reach, memory.holding);
    this.keeping = new Functions(module, reach, memory.keeping, true);
    this.looking = new Functions(module, reach, memory.looking, false, false);
    const sure = [...module.graphs.values()].filter((graph) => graph.sure);
    this.isUnderstood = sure.length === module.graphs.size;
    this.callers = new CallSites(sure, this.nearCallee, this.inText);
    this.graphs = this.callers.graphs;
    memory.update(this.graphs, (call, from) => this.functions.nearId(call, from));
    this.repetition = new Repetition(this.callers);
  }

  leaks(): Leak[] {
    const held = this.graphs.flatMap((graph) => this.held(graph));
    // Following one duplicate may meet the next; a Map yields what is added meanwhile.
    const duplicates: Leak[] = [];
    for (const [origin, graph] of this.duplicates)
      duplicates.push(...this.madeBy(origin, graph), ...this.handedOn(origin, graph));
    return once([...held, ...duplicates, ...this.elsewhere([...held, ...duplicates])]);
  }

  private held(graph: Graph): Leak[] {
    return this.functions.origins(graph).flatMap((origin) => this.madeBy(origin, graph));
  }

  private madeBy(origin: Op, graph: Graph): readonly Leak[] {
    const result = this.functions.outcome(graph, origin);
    for (const read of result.followed) this.followed.add(read);
    for (const [copy, from] of result.duplicates) this.duplicates.set(copy, from);
    if (!result.complete || !this.matters(graph, origin)) return [];
    const { verdicts: told } = this.memory;
    const leaks = told.get(result) ?? verdicts({ graph, origin, result }, this.inText);
    told.set(result, leaks);
    return leaks;
  }

  /** A duplicate that a function hands to its callers is theirs from there on. */
  private handedOn(origin: Op, graph: Graph, depth = 0): readonly Leak[] {
    if (depth >= MOST_HANDS || !this.functions.handsOn(graph, origin)) return [];
    return this.callers
      .of(graph)
      .flatMap(({ from, call }) => [...this.madeBy(call, from), ...this.handedOn(call, from, depth + 1)]);
  }

  /** Accepted sockets come in numbers; one made once and left to the end of the process is closed by the kernel. */
  private matters(graph: Graph, origin: Op): boolean {
    if (origin.op === 'open' && origin.origin.kind === 'accepted') return true;
    const block = graph.blocks.find(({ ops }) => ops.includes(origin));
    return block !== undefined && this.repetition.isRepeated(graph, block.id);
  }

  /** Sockets that are kept in records, tables and event data. */
  private elsewhere(found: readonly Leak[]): Leak[] {
    const opens = this.graphs.flatMap((graph) => operationsOf(graph).opens.map((open) => ({ graph, open })));
    if (opens.length === 0) return [];
    const flow = new Flow(this.callers, this.memory.moves);
    const made = opens.map(({ graph, open }) => ({ graph, open, stores: flow.from(graph, open.into) }));
    const borrowed = this.borrowed(acceptedFirst(made), flow);
    const told = new Set([...found, ...borrowed].map(({ opened }) => opened.start));
    const silent = made.filter(({ open }) => open.origin.kind === 'accepted' && !told.has(open.at.start));
    return [...borrowed, ...silent.flatMap((one) => this.kept(one, flow))];
  }

  private borrowed(made: readonly Made[], flow: Flow): Leak[] {
    const eofs = new IgnoredEofs(this.looking, this.callers, new AllDeeds(this.calleeOf, this.memory.deeds));
    const all = made.map(({ stores }) => stores);
    const reads = this.graphs.flatMap((graph) =>
      this.unfollowed(graph)
        .filter((read) => flow.hasAny(all, graph, read.handle))
        .map((read) => ({ graph, read })),
    );
    const oneShot = made.filter(({ stores }) => isOneShot(stores));
    const ignored = reads.flatMap(
      ({ graph, read }) => (this.outcomes(graph, read).eof ??= eofs.of(graph, read)),
    );
    const disarmed =
      oneShot.length > 0
        ? reads.flatMap(({ graph, read }) => (this.outcomes(graph, read).data ??= eofs.disarmed(graph, read)))
        : [];
    const answered = reads.filter(({ graph, read }) => this.outcomes(graph, read).eof?.length === 0);
    const owned = answered.filter(({ graph, read }) => flow.isKeptOnlyAt(all, graph, read.handle));
    const unclosed = owned.flatMap(
      ({ graph, read }) => (this.outcomes(graph, read).loss ??= eofs.unclosed(graph, read)),
    );
    return [
      ...ignored.flatMap((one) => ignoredLeak(one, made, flow, this.inText) ?? []),
      ...unclosed.flatMap((one) => ignoredLeak(one, made, flow, this.inText) ?? []),
      ...disarmed.flatMap((one) => ignoredLeak(one, oneShot, flow, this.inText) ?? []),
    ];
  }

  private outcomes(graph: Graph, read: Read): ReadOutcomes {
    const known = this.memory.reads.get(graph) ?? new Map<Read, ReadOutcomes>();
    this.memory.reads.set(graph, known);
    const outcomes = known.get(read) ?? {};
    known.set(read, outcomes);
    return outcomes;
  }

  /** What is stored, in a program that shares its records with no other file. */
  private kept(made: Made, flow: Flow): Leak[] {
    if (!this.module.selfContained || !this.isUnderstood) return [];
    const unwatched = unwatchedLeak(made);
    if (unwatched) return [unwatched];
    const result = this.keeping.outcome(made.graph, made.open);
    if (!result.complete || !result.stores || result.closesKept || result.escapes) return [];
    return [storedLeak(made, flow.keptOf(made.stores), this.graphs, flow) ?? []].flat();
  }

  /** Reads of sockets no path was followed to: they were stored and fetched again. */
  private unfollowed(graph: Graph): Read[] {
    return operationsOf(graph).reads.filter((read) => !this.followed.has(read));
  }
}

/** One report for each place and kind. */
function once(leaks: readonly Leak[]): Leak[] {
  return [...new Map(leaks.map((leak) => [`${leak.kind} ${leak.at.start}`, leak])).values()];
}

export { Memory } from './memory.js';
export type { Deed, Reach } from './reach.js';
