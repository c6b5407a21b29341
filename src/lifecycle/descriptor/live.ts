import {
  isWithin,
  RETURNED,
  type Block,
  type BlockId,
  type Fact,
  type Graph,
  type Op,
  type Place,
} from '../ir.js';

/** What is worth remembering on arrival at each block: places whose number is still asked for, `?key` for conditions. */
export type Live = readonly ReadonlySet<string>[];

const cache = new WeakMap<Graph, Live>();

/**
 * Backward liveness over a graph (Aho et al., Compilers, §9.2.5). States that differ only in dead values are one state, which keeps
 * the exploration linear in practice.
 */
export function liveOf(graph: Graph): Live {
  const known = cache.get(graph);
  if (known) return known;
  const live = solve(graph);
  cache.set(graph, live);
  return live;
}

function solve(graph: Graph): Live {
  const repeated = repeatedKeys(graph);
  const live = graph.blocks.map(() => new Set<string>());
  const before = predecessors(graph);
  const queue = graph.blocks.map((block) => block.id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const block = graph.blocks[id];
    const now = live[id];
    if (!block || !now) continue;
    const size = now.size;
    for (const name of liveInto(graph, block, live, repeated)) now.add(name);
    if (now.size > size) queue.push(...(before[id] ?? []));
  }
  return live;
}

function liveInto(graph: Graph, block: Block, live: Live, repeated: ReadonlySet<string>): Set<string> {
  const names = new Set(block.leaves ? atExit(graph) : []);
  const thrown = new Set<string>();
  for (const edge of block.edges) {
    const into = edge.kind === 'throw' ? thrown : names;
    for (const name of live[edge.to] ?? []) into.add(name);
    for (const fact of edge.facts) for (const name of asked(fact, repeated)) into.add(name);
  }
  for (const op of block.ops.toReversed()) backOver(op, names);
  return new Set([...names, ...thrown]);
}

/** The caller asks for what came back and for what lies behind the parameters. */
function atExit(graph: Graph): Place[] {
  return [RETURNED, ...graph.params.map((param) => `${param}.*`)];
}

function asked(fact: Fact, repeated: ReadonlySet<string>): readonly string[] {
  switch (fact.fact) {
    case 'compare':
      return [fact.place];
    case 'same':
      return [fact.place, fact.other];
    case 'opaque':
      return repeated.has(fact.key) ? [`?${fact.key}`] : [];
    default:
      return [];
  }
}

/** Kills what the operation overwrites, then adds what it reads. */
function backOver(op: Op, names: Set<string>): void {
  const [written, read] = effect(op);
  if (written !== undefined && written !== RETURNED)
    for (const name of names) if (name === written) names.delete(name);
  for (const place of read) names.add(place);
}

function effect(op: Op): [Place | undefined, readonly Place[]] {
  switch (op.op) {
    case 'copy':
      return [op.into, [op.from]];
    case 'assign':
      return op.adds === undefined ? [op.into, []] : [undefined, [op.into, op.adds]];
    case 'open':
      return [op.into, []];
    case 'read':
      return [op.result, []];
    case 'call':
      return [op.result, op.args.filter((arg) => arg !== undefined).flatMap(argument)];
    case 'return':
      return [undefined, typeof op.value === 'string' ? argument(op.value) : []];
    case 'special':
      return [undefined, op.places];
    default:
      return [undefined, []];
  }
}

function argument(arg: Place): Place[] {
  return arg.startsWith('&') ? [arg.slice(1)] : [arg];
}

/** Conditions tested in more than one block; others need not be remembered. */
function repeatedKeys(graph: Graph): Set<string> {
  const first = new Map<string, BlockId>();
  const repeated = new Set<string>();
  for (const block of graph.blocks)
    for (const edge of block.edges)
      for (const fact of edge.facts) {
        if (fact.fact !== 'opaque') continue;
        const seen = first.get(fact.key);
        if (seen === undefined) first.set(fact.key, block.id);
        else if (seen !== block.id) repeated.add(fact.key);
      }
  return repeated;
}

function predecessors(graph: Graph): BlockId[][] {
  const before: BlockId[][] = graph.blocks.map(() => []);
  for (const block of graph.blocks) for (const edge of block.edges) before[edge.to]?.push(block.id);
  return before;
}

/** True when a place lies in a parameter's storage, which the caller sees too. */
export function isCallers(graph: Graph, place: Place): boolean {
  const holders = graph.self === undefined ? graph.params : [...graph.params, graph.self];
  return holders.some((param) => place !== param && isWithin(place, param));
}
