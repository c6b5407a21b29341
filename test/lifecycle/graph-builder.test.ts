import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/lifecycle/graph-builder.js';
import type { Op } from '../../src/lifecycle/ir.js';

const at = { start: 0, end: 1 };
const close = (handle: string): Op => ({ op: 'close', handle, how: 'close', at });
const builder = () => new GraphBuilder('f', 'f', at, ['fd']);

describe('GraphBuilder', () => {
  it('ends a function that is not ended with a return', () => {
    const built = builder();
    built.emit(close('fd'));
    const graph = built.finish();
    expect(graph.blocks).toEqual([{ id: 0, ops: [close('fd')], edges: [], leaves: 'return' }]);
    expect(graph).toMatchObject({ id: 'f', params: ['fd'], entry: 0, sure: true });
  });

  it('falls through to a label and forgets what cannot be reached', () => {
    const built = builder();
    const out = built.label();
    built.jump(out);
    expect(built.reachable).toBe(false);
    built.emit(close('dead'));
    built.place(out);
    built.emit(close('fd'));
    const { blocks } = built.finish();
    expect(blocks[0]).toMatchObject({ ops: [], edges: [{ to: out, facts: [], kind: 'flow' }] });
    expect(blocks[out]?.ops).toEqual([close('fd')]);
  });

  it('leaves a block under facts, with the condition where it is tested', () => {
    const built = builder();
    const [yes, no] = [built.label(), built.label()];
    const fact = { fact: 'compare', place: 'n', is: '<', with: 0 } as const;
    built.testing = { start: 5, end: 10 };
    built.branch(yes, [fact]);
    built.branch(no);
    built.seal();
    expect(built.reachable).toBe(false);
    const { edges } = built.finish().blocks[0] ?? {};
    expect(edges).toEqual([
      { to: yes, facts: [fact], kind: 'flow', at: { start: 5, end: 10 } },
      { to: no, facts: [], kind: 'flow' },
    ]);
  });

  it('splits the block behind an operation that may throw', () => {
    const built = builder();
    const handler = built.label();
    built.emit(close('a'));
    built.mayThrow(handler);
    built.emit(close('b'));
    const { blocks } = built.finish();
    const [first] = blocks;
    expect(first?.ops).toEqual([close('a')]);
    expect(first?.edges.map(({ kind }) => kind)).toEqual(['throw', 'flow']);
    expect(blocks[first?.edges[1]?.to ?? -1]?.ops).toEqual([close('b')]);
  });
});
