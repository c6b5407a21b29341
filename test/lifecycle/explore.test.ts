import { describe, expect, it } from 'vitest';
import { explore, pathTo, type Automaton } from '../../src/lifecycle/explore.js';
import type { Edge, Graph, Op } from '../../src/lifecycle/ir.js';
import { moduleOf } from './program-text.js';

/** Counts closes up to three and refutes what the edges compare against it. */
const counting: Automaton<number> = {
  key: String,
  apply: (op: Op, count: number) => (op.op === 'close' ? [Math.min(count + 1, 3)] : [count]),
  follow: ({ facts }: Edge, count: number) =>
    facts.every((fact) => fact.fact !== 'compare' || fact.is !== '==' || fact.with === count)
      ? count
      : undefined,
};

function graphOf(body: string): Graph {
  const [graph] = moduleOf(`fn f()\n${body}`).graphs.values();
  if (!graph) throw new Error('no function');
  return graph;
}

describe('explore', () => {
  it('visits every state of a loop once and says where it closed', () => {
    const graph = graphOf('again:\n close x\n goto again');
    const { visited, revisits, exits, complete } = explore(graph, [0], counting);
    expect(complete).toBe(true);
    expect(exits).toEqual([]);
    expect(new Set(visited.map(({ state }) => state))).toEqual(new Set([0, 1, 2, 3]));
    expect(revisits.map(({ state }) => state)).toEqual([3]);
  });

  it('does not follow an edge whose facts are refuted', () => {
    const graph = graphOf(' close x\n if n == 5 goto five\n return 1\nfive:\n return 2');
    const { exits } = explore(graph, [0], counting);
    expect(exits.map(({ site }) => site.block.ops.at(-1))).toMatchObject([{ op: 'return', value: 1 }]);
  });

  it('leaves by exception from before the last operation took effect', () => {
    const graph = graphOf(' close x throws out\n return\nout:\n throw');
    const { exits } = explore(graph, [0], counting);
    const left = exits.map(({ leaves, state }) => `${leaves} ${state}`);
    expect(left.sort()).toEqual(['return 1', 'throw 0']);
  });

  it('gives up when the budget is spent', () => {
    const graph = graphOf('again:\n close x\n goto again');
    expect(explore(graph, [0], counting, graph.entry, 2).complete).toBe(false);
  });

  it('knows the way to a site', () => {
    const graph = graphOf(' if ?a goto out\n close x\nout:\n return');
    const [exit] = explore(graph, [0], counting).exits.filter(({ state }) => state === 1);
    const path = exit ? pathTo(exit.site) : [];
    expect(path[0]?.block.id).toBe(graph.entry);
    expect(path.map(({ state }) => state)).toEqual([0, 0, 1]);
  });

  it('rejects a graph that points nowhere', () => {
    const graph = { ...graphOf(' return'), entry: 7 };
    expect(() => explore(graph, [0], counting)).toThrow(RangeError);
  });
});
