import type { Graph, GraphId, Op } from '../ir.js';
import type { Leak } from '../leak.js';
import type { Changes } from './changes.js';
import type { Deeds } from './deeds.js';
import type { Ignored } from './ignored.js';
import { AllMoves } from './moves.js';
import { operationsOf } from './operations.js';
import type { Result } from './result.js';
import type { State } from './state.js';

type Call = Extract<Op, { op: 'call' }>;
type Read = Extract<Op, { op: 'read' }>;

/** What is known of functions under one way of looking at sockets. */
export class Tables {
  /** By the key of the entry state. */
  readonly effects = new WeakMap<Graph, Map<string, Result>>();
  readonly yielded = new WeakMap<Graph, readonly State[]>();
  readonly origins = new WeakMap<Graph, readonly Op[]>();
  /** By the operation that makes the socket. */
  readonly made = new WeakMap<Graph, Map<Op, Result>>();
  readonly returning = new WeakMap<Graph, boolean>();
  readonly changes = new WeakMap<Graph, Changes>();
  /** The function of the same file that a call goes to; it may have changed since, but its name means the same. */
  readonly near = new WeakMap<Call, GraphId | undefined>();

  forget(graph: Graph): void {
    for (const table of [this.effects, this.yielded, this.origins, this.made, this.returning, this.changes])
      table.delete(graph);
  }
}

/** What becomes of EOF, and of data, that a read gave. */
export interface ReadOutcomes {
  eof?: readonly Ignored[];
  data?: readonly Ignored[];
  loss?: readonly Ignored[];
}

/** The function of the same file that a call goes to. */
export type NearCallee = (call: Call, from: Graph) => GraphId | undefined;

/**
 * What the search of a file found out about its functions, kept for the next search of the same file: while somebody
 * types, all but one of them stay the same graph. What was concluded about a function holds while it and everything
 * it calls stay; what was concluded from its callers, while they stay too.
 */
export class Memory {
  readonly holding = new Tables();
  readonly keeping = new Tables();
  readonly looking = new Tables();
  readonly moves = new AllMoves();
  readonly deeds = new WeakMap<Graph, Deeds>();
  readonly verdicts = new WeakMap<Result, readonly Leak[]>();
  readonly reads = new WeakMap<Graph, Map<Read, ReadOutcomes>>();
  private readonly callees = new WeakMap<Graph, readonly GraphId[]>();
  private before = new Map<GraphId, Graph>();

  /** Forgets what the functions that came, went or changed since the last search may have changed. */
  update(graphs: readonly Graph[], near: NearCallee): void {
    const now = new Map(graphs.map((graph) => [graph.id, graph]));
    const gone = [...this.before.values()].filter((graph) => now.get(graph.id) !== graph);
    const come = graphs.filter((graph) => this.before.get(graph.id) !== graph);
    const all = [...graphs, ...gone];
    const calls = new Map(all.map((graph) => [graph, this.calleesOf(graph, near)]));
    const above = closure([...come, ...gone], reversed(calls), now);
    const around = closure(above, calls, now);
    for (const graph of above) {
      for (const tables of [this.holding, this.keeping, this.looking]) tables.forget(graph);
      this.deeds.delete(graph);
    }
    for (const graph of around) this.reads.delete(graph);
    this.before = now;
  }

  private calleesOf(graph: Graph, near: NearCallee): readonly GraphId[] {
    const known = this.callees.get(graph);
    if (known) return known;
    const ids = operationsOf(graph).calls.flatMap(({ call }) => near(call, graph) ?? []);
    const distinct = [...new Set(ids)];
    this.callees.set(graph, distinct);
    return distinct;
  }
}

type Calls = ReadonlyMap<Graph, readonly GraphId[]>;

function reversed(calls: Calls): Calls {
  const callers = new Map<GraphId, GraphId[]>();
  for (const [graph, ids] of calls)
    for (const id of ids) {
      const others = callers.get(id);
      if (others) others.push(graph.id);
      else callers.set(id, [graph.id]);
    }
  return new Map([...calls.keys()].map((graph) => [graph, callers.get(graph.id) ?? []]));
}

function closure(start: Iterable<Graph>, next: Calls, now: ReadonlyMap<GraphId, Graph>): Set<Graph> {
  const reached = new Set(start);
  for (const graph of reached)
    for (const id of next.get(graph) ?? []) {
      const other = now.get(id);
      if (other) reached.add(other);
    }
  return reached;
}
