import type { Span } from '../shared/span.js';
import type { Block, BlockId, Edge, Fact, Graph, GraphId, Op, Place } from './ir.js';

interface OpenBlock {
  readonly id: BlockId;
  readonly ops: Op[];
  readonly edges: Edge[];
  leaves?: 'return' | 'throw' | 'stop';
}

/**
 * Builds one function's graph block by block. The front end walks its syntax and says what happens; `current` is where
 * the next operation goes, undefined after control has left (dead code is walked but recorded nowhere).
 */
export class GraphBuilder {
  private readonly blocks: OpenBlock[] = [];
  private current: OpenBlock | undefined;
  sure = true;
  /** The condition being lowered: edges with facts carry it. */
  testing: Span | undefined;

  constructor(
    private readonly id: GraphId,
    private readonly name: string,
    private readonly at: Span,
    private readonly params: readonly Place[],
  ) {
    this.current = this.open();
  }

  get reachable(): boolean {
    return this.current !== undefined;
  }

  /** A block to jump to later. */
  label(): BlockId {
    return this.open().id;
  }

  emit(op: Op): void {
    this.current?.ops.push(op);
  }

  /** Leaves the current block for `to` under `facts`; the block stays current, so that other branches can follow. */
  branch(to: BlockId, facts: readonly Fact[] = [], kind: Edge['kind'] = 'flow'): void {
    const tested = facts.length > 0 && this.testing ? { at: this.testing } : {};
    this.current?.edges.push({ to, facts, kind, ...tested });
  }

  /** The operation just emitted may throw to `to`: the block ends here and goes on in a fresh one. */
  mayThrow(to: BlockId): void {
    if (!this.current) return;
    this.branch(to, [], 'throw');
    const next = this.open();
    this.branch(next.id);
    this.current = next;
  }

  jump(to: BlockId): void {
    this.branch(to);
    this.current = undefined;
  }

  /** Nothing follows the current block unless placed somewhere else. */
  halt(leaves: 'return' | 'throw' | 'stop'): void {
    if (this.current) this.current.leaves = leaves;
    this.current = undefined;
  }

  /** Ends the current block after its branches were added. */
  seal(): void {
    this.current = undefined;
  }

  /** Goes on at a label; falls through from the current block. */
  place(label: BlockId): void {
    if (this.current && this.current.id !== label) this.branch(label);
    this.current = this.blocks[label];
  }

  finish(): Graph {
    if (this.current) this.halt('return');
    return {
      id: this.id,
      name: this.name,
      at: this.at,
      params: this.params,
      entry: 0,
      blocks: this.blocks.map(closed),
      sure: this.sure,
    };
  }

  private open(): OpenBlock {
    const block: OpenBlock = { id: this.blocks.length, ops: [], edges: [] };
    this.blocks.push(block);
    return block;
  }
}

function closed({ id, ops, edges, leaves }: OpenBlock): Block {
  return leaves ? { id, ops, edges, leaves } : { id, ops, edges };
}
