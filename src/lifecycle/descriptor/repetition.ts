import type { Block, BlockId, Graph } from '../ir.js';
import type { CallSites } from './call-sites.js';

/**
 * Whether code can run more than once in a process. A socket that is made once and left to the end of `main` is closed by
 * the kernel; one that is made again and again is a leak.
 */
export class Repetition {
  private readonly memo = new Map<Graph, boolean>();

  constructor(private readonly callers: CallSites) {}

  /** True when the operation's block lies on a loop, or its function is called repeatedly, or by nobody we know. */
  isRepeated(graph: Graph, block: BlockId): boolean {
    return inLoop(graph, block) || this.isCalledRepeatedly(graph);
  }

  private isCalledRepeatedly(graph: Graph): boolean {
    if (graph.name === 'main') return false;
    const before = this.memo.get(graph);
    if (before !== undefined) return before;
    this.memo.set(graph, true);
    const sites = this.callers.of(graph);
    const answer = sites.length === 0 || sites.some(({ from, block }) => this.isRepeated(from, block));
    this.memo.set(graph, answer);
    return answer;
  }
}

const loops = new WeakMap<Graph, Map<BlockId, boolean>>();

function inLoop(graph: Graph, start: BlockId): boolean {
  const known = loops.get(graph) ?? new Map<BlockId, boolean>();
  loops.set(graph, known);
  const answer = known.get(start) ?? reachesItself(graph, start);
  known.set(start, answer);
  return answer;
}

function reachesItself(graph: Graph, start: BlockId): boolean {
  const reached = new Set<BlockId>(waysOn(graph.blocks[start]));
  for (const id of reached) {
    if (id === start) return true;
    for (const next of waysOn(graph.blocks[id])) reached.add(next);
  }
  return false;
}

function waysOn(block: Block | undefined): BlockId[] {
  return block?.edges.map(({ to }) => to) ?? [];
}
