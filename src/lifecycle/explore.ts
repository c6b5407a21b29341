import type { Block, BlockId, Edge, Graph, Op } from './ir.js';

/**
 * What is tracked along the paths of one graph: usually one socket's state with the names it goes by.
 * States are immutable; two states with the same key are the same state.
 */
export interface Automaton<S> {
  key(state: S): string;
  /** The states after an operation. None = the path ends here (the socket is of no more interest, or the path can't be). */
  apply(op: Op, state: S, site: Site<S>): readonly S[];
  /** The state as the edge's facts leave it, or undefined when they refute the path. */
  follow(edge: Edge, state: S, site: Site<S>): S | undefined;
}

/** A point of the exploration: a state on arrival at a block, and how it got there. */
export interface Site<S> {
  readonly graph: Graph;
  readonly block: Block;
  readonly state: S;
  /** The site control came from; follow it for the path that is the evidence. */
  readonly from: Site<S> | undefined;
  /** The edge taken from there. */
  readonly edge: Edge | undefined;
}

export interface Exit<S> {
  readonly leaves: 'return' | 'throw' | 'stop';
  readonly state: S;
  readonly site: Site<S>;
}

export interface Exploration<S> {
  readonly exits: readonly Exit<S>[];
  /** Every site entered, in order: the state graph's nodes; its edges are each site's `from`, here and in `revisits`. */
  readonly visited: readonly Site<S>[];
  /** Edges that came back to a state already seen: loops, with the site that closed them. */
  readonly revisits: readonly Site<S>[];
  /** False when the budget ran out: the caller must stay silent. */
  readonly complete: boolean;
}

/** States per graph before the exploration gives up; a function with more is beyond what we can claim to know. */
const BUDGET = 4_000;

/** Follows every path of a graph from the given states, each state once per block (worklist to the fixpoint). */
export function explore<S>(
  graph: Graph,
  entry: readonly S[],
  automaton: Automaton<S>,
  start: BlockId = graph.entry,
  budget = BUDGET,
): Exploration<S> {
  const first = blockOf(graph, start);
  const queue: Site<S>[] = entry.map((state) => ({
    graph,
    block: first,
    state,
    from: undefined,
    edge: undefined,
  }));
  const seen = new Map<BlockId, Set<string>>();
  const exits: Exit<S>[] = [];
  const visited: Site<S>[] = [];
  const revisits: Site<S>[] = [];
  for (let site = queue.pop(); site; site = queue.pop()) {
    if (!enter(seen, site, automaton)) {
      revisits.push(site);
      continue;
    }
    if (visited.push(site) > budget) return { exits, visited, revisits, complete: false };
    for (const { state, thrown } of run(site, automaton)) {
      if (site.block.leaves && !thrown) exits.push({ leaves: site.block.leaves, state, site });
      for (const edge of site.block.edges) {
        if ((edge.kind === 'throw') !== thrown) continue;
        const next = automaton.follow(edge, state, site);
        if (next !== undefined)
          queue.push({ graph, block: blockOf(graph, edge.to), state: next, from: site, edge });
      }
    }
  }
  return { exits, visited, revisits, complete: true };
}

function enter<S>(seen: Map<BlockId, Set<string>>, site: Site<S>, automaton: Automaton<S>): boolean {
  const keys = seen.get(site.block.id) ?? new Set<string>();
  seen.set(site.block.id, keys);
  const key = automaton.key(site.state);
  if (keys.has(key)) return false;
  keys.add(key);
  return true;
}

/**
 * The states a block leaves behind. A throw edge leaves from *before* the block's last operation took effect:
 * a call that throws has not closed anything.
 */
function run<S>(site: Site<S>, automaton: Automaton<S>): { state: S; thrown: boolean }[] {
  const { ops, edges } = site.block;
  const throws = edges.some((edge) => edge.kind === 'throw');
  const last = ops.at(-1);
  let states: readonly S[] = [site.state];
  const before = throws && last ? ops.slice(0, -1) : ops;
  for (const op of before) states = states.flatMap((state) => automaton.apply(op, state, site));
  if (!throws) return states.map((state) => ({ state, thrown: false }));
  const after = last ? states.flatMap((state) => automaton.apply(last, state, site)) : states;
  return [
    ...states.map((state) => ({ state, thrown: true })),
    ...after.map((state) => ({ state, thrown: false })),
  ];
}

function blockOf(graph: Graph, id: BlockId): Block {
  const block = graph.blocks[id];
  if (!block) throw new RangeError(`graph ${graph.name} has no block ${id}`);
  return block;
}

/** The sites from the start of the exploration to `site`, in order of control. */
export function pathTo<S>(site: Site<S>): Site<S>[] {
  const path: Site<S>[] = [];
  for (let at: Site<S> | undefined = site; at; at = at.from) path.push(at);
  return path.reverse();
}
