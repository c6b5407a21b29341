import type { BlockId, Graph, Op } from '../ir.js';
import type { CalleeOf } from './flow.js';

type Call = Extract<Op, { op: 'call' }>;

export interface CallSite {
  readonly from: Graph;
  readonly block: BlockId;
  readonly call: Call;
}

/** Who calls whom, as far as it is known. */
export class CallSites {
  private readonly sites = new Map<Graph, CallSite[]>();

  constructor(graphs: Iterable<Graph>, calleeOf: CalleeOf) {
    for (const from of graphs)
      for (const block of from.blocks)
        for (const op of block.ops) {
          const callee = op.op === 'call' ? calleeOf(op, from) : undefined;
          if (op.op === 'call' && callee) this.note(callee, { from, block: block.id, call: op });
        }
  }

  of(graph: Graph): readonly CallSite[] {
    return this.sites.get(graph) ?? [];
  }

  private note(callee: Graph, site: CallSite): void {
    this.sites.set(callee, [...this.of(callee), site]);
  }
}
