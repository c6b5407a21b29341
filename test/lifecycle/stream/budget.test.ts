import { expect, it } from 'vitest';
import { GraphBuilder } from '../../../src/lifecycle/graph-builder.js';
import type { Graph } from '../../../src/lifecycle/ir.js';
import { findStreamLeaks } from '../../../src/lifecycle/stream/index.js';
import { on, opened, program, SOCKET, straight, type Step } from './program.js';

/** What one socket may take, and one exploration that was begun before it was used up; see the solver's own limits. */
const MOST = 8_000 + 1_500;

/** Counts how often a block of the graph is entered; the solver also looks at each a few times beforehand. */
function counted(graph: Graph, steps: { count: number }): Graph {
  const blocks = graph.blocks.map((block) => ({
    ...block,
    get ops() {
      steps.count++;
      return block.ops;
    },
  }));
  return { ...graph, blocks };
}

/** Tests each of the flags and reads on, whatever they are. */
function asking(flags: readonly string[]): Graph {
  const builder = new GraphBuilder('asks', 'asks', { start: 0, end: 0 }, []);
  for (const place of flags) {
    const [yes, on] = [builder.label(), builder.label()];
    builder.branch(yes, [{ fact: 'compare', place, is: '!=', with: 0 }]);
    builder.branch(on, [{ fact: 'compare', place, is: '==', with: 0 }]);
    builder.seal();
    builder.place(yes);
    builder.jump(on);
    builder.place(on);
  }
  builder.emit({ op: 'special', name: 'read', places: [SOCKET], at: { start: 0, end: 1 } });
  return builder.finish();
}

/** A socket beside `count` emitters, each of which sets a flag of its own that the socket's listener asks for. */
function branching(count: number): Graph[] {
  const flags = Array.from({ length: count }, (_, i) => `flag#${i}`);
  const listens: Step[] = flags.map((_, i) => on('message', `sets${i}`, `emitter#${100 + i}`));
  return [
    straight('main', opened(), on('data', 'asks'), ...listens),
    asking(flags),
    ...flags.map((into, i) => straight(`sets${i}`, { op: 'assign', into, value: 1 })),
  ];
}

function play(graphs: readonly Graph[]): { steps: number; given: number; kinds: string[] } {
  const steps = { count: 0 };
  let given = 0;
  const counting = graphs.map((graph) => counted(graph, steps));
  const leaks = findStreamLeaks(program(...counting), false, () => given++);
  return { steps: steps.count, given, kinds: leaks.map(({ kind }) => kind) };
}

it('a socket with more ways than can be followed is given up, says nothing, and ends', () => {
  const { steps, given, kinds } = play(branching(20));
  expect(given).toBe(1);
  expect(kinds).toEqual([]);
  expect(steps).toBeLessThan(MOST);
  expect(steps).toBeGreaterThan(1_000);
});

it('a socket with few ways is followed to the end', () => {
  expect(play(branching(2))).toMatchObject({ given: 0, kinds: [] });
});

it('what is called again from the same world is explored once', () => {
  const steps = { count: 0 };
  const call: Step = { op: 'call', callee: { graph: 'helps' }, args: [] };
  const helps = straight('helps', { op: 'special', name: 'entered', places: [SOCKET] });
  const main = straight('main', opened(), ...Array.from({ length: 50 }, () => call));
  const leaks = findStreamLeaks(program(main, { ...counted(helps, steps), isCalled: true }));
  expect(leaks.map(({ kind }) => kind)).toEqual(['never-read']);
  expect(steps.count).toBeLessThan(20);
});
