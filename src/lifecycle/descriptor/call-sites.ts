import type { BlockId, Graph, Op } from '../ir.js';
import { operationsOf } from './operations.js';

type Call = Extract<Op, { op: 'call' }>;

/** The function a call goes to. */
export type CalleeOf = (call: Call, from: Graph) => Graph | undefined;

/** The callees of a function's calls, of those that are known. */
export type CalledFrom = ReadonlyMap<Call, Graph>;

export interface CallSite {
  readonly from: Graph;
  readonly block: BlockId;
  readonly call: Call;
}

/** Who calls whom among some functions, and those they call, as far as it is known. */
export class CallSites {
  /** The functions to start from, and what they call, directly or not. */
  readonly graphs: readonly Graph[];
  private readonly sites = new Map<Graph, CallSite[]>();
  private readonly called = new Map<Graph, CalledFrom>();

  /** @param follows for the callees that count. */
  constructor(graphs: Iterable<Graph>, calleeOf: CalleeOf, follows: (callee: Graph) => boolean) {
    const all = new Set(graphs);
    for (const from of all) {
      const called = new Map<Call, Graph>();
      for (const { call, block } of operationsOf(from).calls) {
        const callee = calleeOf(call, from);
        if (!callee) continue;
        this.note(callee, { from, block, call });
        if (!all.has(callee) && !follows(callee)) continue;
        called.set(call, callee);
        all.add(callee);
      }
      this.called.set(from, called);
    }
    this.graphs = [...all];
  }

  of(graph: Graph): readonly CallSite[] {
    return this.sites.get(graph) ?? NO_SITES;
  }

  /** What a function calls. */
  from(graph: Graph): CalledFrom {
    return this.called.get(graph) ?? NO_CALLS;
  }

  private note(callee: Graph, site: CallSite): void {
    const sites = this.sites.get(callee);
    if (sites) sites.push(site);
    else this.sites.set(callee, [site]);
  }
}

const NO_SITES: readonly CallSite[] = [];
const NO_CALLS: CalledFrom = new Map();
