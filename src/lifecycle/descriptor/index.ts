import type { Graph, Module, Op } from '../ir.js';
import type { Leak } from '../leak.js';
import { ignoredLeak, type Made } from './borrowed.js';
import { CallSites } from './call-sites.js';
import { AllDeeds } from './deeds.js';
import { Flow, isIn } from './flow.js';
import { IgnoredEofs } from './ignored.js';
import { Functions, type Resolve } from './program.js';
import { Repetition } from './repetition.js';
import { verdicts } from './verdict.js';

type Call = Extract<Op, { op: 'call' }>;

/**
 * Finds the descriptors a module's functions leave open: sockets that are read synchronously (C, C++).
 *
 * Facts about EOF, errors, `shutdown`, `dup` and `fork` were measured on Linux (read(2), close(2), shutdown(2)). What is not
 * understood is silent: unsure graphs, unknown callees, too many states.
 * @param resolve finds own code in other files; undefined for what nobody in reach defines.
 */
export function findDescriptorLeaks(module: Module, resolve: Resolve): Leak[] {
  return new Search(module, resolve).leaks();
}

/** One module's search: first the sockets its functions hold, then those kept elsewhere and only read here. */
class Search {
  private readonly functions: Functions;
  private readonly graphs: readonly Graph[];
  private readonly callers: CallSites;
  private readonly repetition: Repetition;
  private readonly calleeOf = (call: Call, from: Graph) => this.functions.callee(call, from);

  constructor(
    private readonly module: Module,
    resolve: Resolve,
  ) {
    this.functions = new Functions(module, resolve);
    this.graphs = [...module.graphs.values()].filter(({ sure }) => sure);
    this.callers = new CallSites(this.graphs, this.calleeOf);
    this.repetition = new Repetition(this.callers);
  }

  leaks(): Leak[] {
    const held = this.graphs.flatMap((graph) => this.held(graph));
    // Following one duplicate may meet the next; a Map yields what is added meanwhile.
    const duplicates: Leak[] = [];
    for (const [origin, graph] of this.functions.duplicates) duplicates.push(...this.madeBy(origin, graph));
    return once([...held, ...duplicates, ...this.borrowed()]);
  }

  private held(graph: Graph): Leak[] {
    return this.functions.origins(graph).flatMap((origin) => this.madeBy(origin, graph));
  }

  private madeBy(origin: Op, graph: Graph): Leak[] {
    const result = this.functions.outcome(graph, origin);
    if (!result.complete || !this.matters(graph, origin)) return [];
    return verdicts({ graph, origin, result }, this.module);
  }

  /** Accepted sockets come in numbers; one made once and left to the end of the process is closed by the kernel. */
  private matters(graph: Graph, origin: Op): boolean {
    if (origin.op === 'open' && origin.origin.kind === 'accepted') return true;
    const block = graph.blocks.find(({ ops }) => ops.includes(origin));
    return block !== undefined && this.repetition.isRepeated(graph, block.id);
  }

  private borrowed(): Leak[] {
    const made = this.made();
    if (made.length === 0) return [];
    const eofs = new IgnoredEofs(this.functions, this.callers, new AllDeeds(this.calleeOf));
    const reads = this.graphs.flatMap((graph) => this.unfollowed(graph, made));
    const ignored = reads.flatMap(({ graph, read }) => eofs.of(graph, read));
    return ignored.flatMap((one) => ignoredLeak(one, made, this.module) ?? []);
  }

  private made(): Made[] {
    const opens = this.graphs.flatMap((graph) =>
      graph.blocks.flatMap(({ ops }) => ops.flatMap((op) => (op.op === 'open' ? [{ graph, open: op }] : []))),
    );
    if (opens.length === 0) return [];
    const flow = new Flow(this.graphs, this.calleeOf);
    return opens.map(({ graph, open }) => ({ graph, open, stores: flow.from(graph, open) }));
  }

  /** Reads of sockets no path was followed to: they were stored and fetched again. */
  private unfollowed(graph: Graph, made: readonly Made[]) {
    return graph.blocks.flatMap(({ ops }) =>
      ops.flatMap((op) => {
        if (op.op !== 'read' || this.functions.followed.has(op)) return [];
        return made.some(({ stores }) => isIn(stores, graph, op.handle)) ? [{ graph, read: op }] : [];
      }),
    );
  }
}

/** One report for each place and kind. */
function once(leaks: readonly Leak[]): Leak[] {
  return [...new Map(leaks.map((leak) => [`${leak.kind} ${leak.at.start}`, leak])).values()];
}

export type { Resolve } from './program.js';
