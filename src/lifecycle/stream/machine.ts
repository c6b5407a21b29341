import type { Automaton } from '../explore.js';
import { explore } from '../explore.js';
import type { BlockId, Graph, GraphId, Op, Outcome, Place } from '../ir.js';
import { affect, readerAfter, unsettled } from './effects.js';
import { follow } from './facts.js';
import { overlaps } from './overlap.js';
import type { Explored, Setting } from './setting.js';
import { TooMuch } from './setting.js';
import type { Task, World } from './world.js';
import { keyOf, withEntry } from './world.js';

const STATES = 1_500;

/** Runs a graph from a block on: the worlds in which it has ended or is suspended. */
export function runGraph(
  setting: Setting,
  id: GraphId,
  world: World,
  promise?: Place,
  start?: BlockId,
): World[] {
  const graph = setting.graphs.get(id);
  if (!graph || !setting.relevant.has(id)) return [world];
  const entry = world.tests.size === 0 ? world : { ...world, tests: NO_TESTS };
  const { exits, suspended } = exploreGraph(setting, graph, entry, promise, start);
  const ended = exits.flatMap(({ leaves, state }) => leave(setting, id, leaves, state, promise));
  return distinct([...ended, ...suspended].map((each) => ({ ...each, tests: NO_TESTS })));
}

const NO_TESTS: World['tests'] = new Map();

function exploreGraph(
  setting: Setting,
  graph: Graph,
  entry: World,
  promise: Place | undefined,
  start = graph.entry,
): Explored {
  const key = `${graph.id}:${start} ${promise ?? ''} ${keyOf(entry)}`;
  const known = setting.explored.get(key);
  if (known) return known;
  const { cuts } = setting;
  const explored = exploreAnew(setting, graph, entry, promise, start);
  if (setting.cuts === cuts) setting.explored.set(key, explored);
  return explored;
}

function exploreAnew(
  setting: Setting,
  graph: Graph,
  entry: World,
  promise: Place | undefined,
  start: BlockId,
): Explored {
  const suspended: World[] = [];
  const automaton = automatonOf(setting, suspended, promise);
  const { exits, visited, complete } = explore(graph, [entry], automaton, start, STATES);
  setting.budget -= visited.length + suspended.length;
  if (!complete || setting.budget < 0) throw new TooMuch();
  return { exits, suspended };
}

/** The worlds after a call of a function that others call, too: what was tested around it still holds. */
function call(setting: Setting, { callee, thrown }: Extract<Op, { op: 'call' }>, world: World): World[] {
  const graph = callee && 'graph' in callee ? setting.graphs.get(callee.graph) : undefined;
  if (!graph || !setting.relevant.has(graph.id)) return [world];
  return once(setting, `${graph.id} ${keyOf(world)}`, () => {
    const { exits, suspended } = exploreGraph(setting, graph, world, undefined);
    const ended = exits.flatMap(({ leaves, state }) => {
      if (thrown === undefined) return leaves === 'return' ? [state] : [];
      return [{ ...state, flags: withEntry(state.flags, thrown, leaves === 'throw' ? 1 : 0) }];
    });
    return distinct([...ended, ...suspended]);
  });
}

/** How a graph's end goes on: its promise is settled, or an exception ends the process. */
function leave(
  setting: Setting,
  graph: GraphId,
  leaves: 'return' | 'throw' | 'stop',
  world: World,
  promise: Place | undefined,
): World[] {
  if (leaves === 'stop') return [];
  if (promise !== undefined) {
    const settled = withEntry(world.settled, promise, leaves === 'throw' ? 'rejected' : 'fulfilled');
    if (leaves === 'throw' && !isAwaited(setting, promise) && !setting.survives) return [];
    return [{ ...world, settled }];
  }
  return leaves === 'throw' && !setting.survives && !isThrownOut(setting, graph, world) ? [] : [world];
}

/** A `throw` statement whose error the function's unseen caller gets; that any call may throw is no reason to claim it. */
function isThrownOut({ catching }: Setting, graph: GraphId, world: World): boolean {
  if (!catching.has(graph)) return false;
  for (let at = world.trail; at && at.note !== 'caught'; at = at.before)
    if (at.note === 'thrown' && at.op.op === 'special' && at.op.detail === 'statement') return true;
  return false;
}

/** Somebody looks at the promise: its rejection is handled. */
function isAwaited({ graphs }: Setting, promise: Place): boolean {
  const known = AWAITED.get(graphs) ?? awaitedIn(graphs);
  AWAITED.set(graphs, known);
  return known.has(promise);
}

/** The promises that a program waits for, found once. */
const AWAITED = new WeakMap<Setting['graphs'], ReadonlySet<Place>>();

function awaitedIn(graphs: Setting['graphs']): ReadonlySet<Place> {
  const ops = [...graphs.values()].flatMap(({ blocks }) => blocks.flatMap((block) => block.ops));
  return new Set(
    ops.flatMap((op) => {
      if (op.op === 'wait') return [op.handle ?? '', ...(op.event?.split(' ') ?? [])];
      return op.op === 'special' && op.name === 'awaited' ? op.places : [];
    }),
  );
}

export function distinct(worlds: readonly World[]): World[] {
  const byKey = new Map<string, World>();
  for (const world of worlds) {
    const key = keyOf(world);
    if (!byKey.has(key)) byKey.set(key, world);
  }
  return [...byKey.values()];
}

function automatonOf(setting: Setting, suspended: World[], promise: Place | undefined): Automaton<World> {
  return {
    key: keyOf,
    apply: (op, world, { graph, block }) => {
      if (op.op === 'wait') {
        suspended.push(suspend(setting, world, { graph: graph.id, block: block.id, wait: op, promise }));
        return [];
      }
      if (isAnother(setting, op, world)) {
        suspended.push(...elsewhere(setting, world, promise));
        return [];
      }
      return apply(setting, op, world);
    },
    follow,
  };
}

/**
 * The same code asks for a response again while the first one's body is still open: from here on it is about another one,
 * which has its own story.
 */
function isAnother(setting: Setting, op: Op, { opened, done }: World): boolean {
  return op.op === 'open' && op.into === setting.socket && op.origin.kind === 'body' && opened && !done;
}

/** What an activation leaves behind that goes on about something else: its promise is settled some way. */
function elsewhere(setting: Setting, world: World, promise: Place | undefined): World[] {
  if (promise === undefined) return [world];
  const outcomes: Outcome[] = isAwaited(setting, promise) ? ['fulfilled', 'rejected'] : ['fulfilled'];
  return outcomes.map((as) => ({ ...world, settled: withEntry(world.settled, promise, as) }));
}

/** Waiting for 'data' or 'readable' of the socket listens for it meanwhile. */
function suspend(setting: Setting, world: World, task: Task): World {
  const known = world.tasks.some(({ graph, block }) => graph === task.graph && block === task.block);
  if (known) return world;
  const { on, handle, event = '' } = task.wait;
  const reader = on === 'event' && handle === setting.socket ? readerAfter(event, world) : world.reader;
  return { ...world, reader, tasks: [...world.tasks, task] };
}

/** The worlds after a suspended activation went on with an outcome. */
export function resume(setting: Setting, task: Task, outcome: Outcome, world: World): World[] {
  const graph = setting.graphs.get(task.graph);
  const without = { ...world, tasks: world.tasks.filter((other) => other !== task) };
  const edges = graph?.blocks[task.block]?.edges ?? [];
  const taken = edges.filter(({ facts }) =>
    facts.some((fact) => fact.fact === 'outcome' && fact.is === outcome),
  );
  return taken.flatMap(({ to }) => runGraph(setting, task.graph, without, task.promise, to));
}

function apply(setting: Setting, op: Op, world: World): World[] {
  if (world.done) return [world];
  switch (op.op) {
    case 'spawn':
      return setting.relevant.has(op.graph) ? spawn(setting, op, world) : [world];
    case 'call':
      return call(setting, op, world);
    case 'close':
      return setting.handles.has(op.handle)
        ? [affect(setting, op, world)]
        : closePartner(setting, op.handle, world);
    default:
      return [affect(setting, op, world)];
  }
}

/** Its promise is a new one, whatever became of that of an earlier activation. */
function spawn(setting: Setting, { graph, promise }: Extract<Op, { op: 'spawn' }>, world: World): World[] {
  const entry = unsettled(world, [promise]);
  if (world.opened && !world.done && overlaps(setting, graph, world)) return [{ ...entry, done: 'escaped' }];
  return once(setting, `${graph} ${keyOf(entry)}`, () => runGraph(setting, graph, entry, promise));
}

/** What leads to itself from the same world brings nothing new. */
function once(setting: Setting, key: string, run: () => World[]): World[] {
  if (setting.calling.has(key)) {
    setting.cuts++;
    return [];
  }
  setting.calling.add(key);
  const worlds = run();
  setting.calling.delete(key);
  return worlds;
}

/** Destroying a partner makes it tell so. */
function closePartner(setting: Setting, handle: Place, world: World): World[] {
  if (!setting.partners.has(handle) || world.fates.get(handle) === 'gone') return [world];
  const gone = { ...world, fates: withEntry(world.fates, handle, 'gone' as const) };
  const closing = world.listeners.filter(
    (listener) => listener.handle === handle && listener.event === 'close',
  );
  return closing.reduce<World[]>(
    (worlds, { handler }) =>
      handler === undefined ? worlds : worlds.flatMap((each) => runGraph(setting, handler, each)),
    [gone],
  );
}
