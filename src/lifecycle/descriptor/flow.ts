import type { Graph, Place } from '../ir.js';
import type { CallSites } from './call-sites.js';
import type { Reached } from './links.js';
import { AllMoves, type Use } from './moves.js';
import { StoreNames, type Store } from './stores.js';

/**
 * Where descriptors may flow in a module, whatever the order of control: through variables, arguments, results, globals and
 * the fields of record types. Coarse on purpose: it is asked whether *anybody* could read or close what an `accept` made.
 */
export class Flow {
  private readonly uses = new Map<Store, Use[]>();
  private readonly stores: StoreNames;
  private readonly reachedFrom: (start: readonly Store[]) => Reached;

  /** @param known of the last search: a function's moves stay while it stays. */
  constructor(
    private readonly calls: CallSites,
    known = new AllMoves(),
  ) {
    this.stores = new StoreNames(calls.graphs);
    const all = known.ofAll(calls, this.stores);
    const links = known.links(all);
    this.reachedFrom = (start) => links.from(start);
    for (const { uses } of all) for (const [store, use] of uses) this.use(store, use);
  }

  /** All stores a socket that is put into `place` may get to. */
  from(graph: Graph, place: Place): Stores {
    return this.closure([this.stores.of(graph, place)]);
  }

  /** Of these, what was put away in a record, array or global, and all it may get to from there. */
  keptOf({ names }: Stores): Stores {
    return this.closure([...names].filter((store) => /[{[]|^::/.test(store)));
  }

  has({ names }: Stores, graph: Graph, place: Place): boolean {
    return names.has(this.stores.of(graph, place));
  }

  /** Whether some of these sockets may get to a place. */
  hasAny(all: readonly Stores[], graph: Graph, place: Place): boolean {
    const store = this.stores.of(graph, place);
    return all.some(({ names }) => names.has(store));
  }

  /**
   * Whether a place is a field of records, and sockets that get there are put away nowhere else from where somebody closes them,
   * nor leave the analysed code.
   */
  isKeptOnlyAt(all: readonly Stores[], graph: Graph, place: Place): boolean {
    const store = this.stores.of(graph, place);
    const here = all.filter(({ names }) => names.has(store));
    return (
      /^\{.+\}\./.test(store) &&
      here.every(({ names, escapes }) => !escapes && [...names].every((name) => this.isHarmless(name, store)))
    );
  }

  private isHarmless(name: Store, kept: Store): boolean {
    if (name === kept || !/^\{.+\}\.|\[|^::/.test(name)) return true;
    return !(this.uses.get(name) ?? []).some(({ op }) => op.op === 'close' || op.op === 'end');
  }

  isCalled(graph: Graph): boolean {
    return this.calls.of(graph).length > 0;
  }

  private closure(start: readonly Store[]): Stores {
    const { names, escapes } = this.reachedFrom(start);
    return { names, escapes, uses: [...names].flatMap((store) => this.uses.get(store) ?? []) };
  }

  private use(store: Store, use: Use): void {
    const uses = this.uses.get(store);
    if (uses) uses.push(use);
    else this.uses.set(store, [use]);
  }
}

/** The stores one socket may get to and what is done there. */
export interface Stores extends Reached {
  readonly uses: readonly Use[];
}

/** The record types whose fields hold the socket, in the order it gets there. */
export function typesOf({ names }: Stores): string[] {
  return [...names].flatMap((store) => /^\{(\w+)\}\./.exec(store)?.[1] ?? []);
}
