import type { Automaton, Exit } from '../explore.js';
import { explore } from '../explore.js';
import { FIELDS, isVague } from '../ir.js';
import type { BlockId, Comparison, Edge, Fact, Graph, GraphId, Op, Outcome, Place } from '../ir.js';
import type { Listener, Pipe, Task, World } from './world.js';
import { keyOf, noted, withEntry } from './world.js';

/** What one socket's exploration has to know of the program. */
export interface Setting {
  readonly graphs: ReadonlyMap<GraphId, Graph>;
  readonly relevant: ReadonlySet<GraphId>;
  /** The places that are the socket: its own, and those whose closing closes it. */
  readonly handles: ReadonlySet<Place>;
  readonly socket: Place;
  /** Other streams whose events act on it. */
  readonly partners: ReadonlySet<Place>;
  /** Streams that come into being only on some ways that lead to the socket: `secure ? tls.connect(…) : net.connect(…)`. */
  readonly nascent: ReadonlySet<Place>;
  /** The variables and fields that are asked for: what others hold makes no difference. */
  readonly tested: ReadonlySet<Place>;
  readonly survives: boolean;
  /** What unseen code calls: what is thrown out of it, that code may catch. */
  readonly catching: ReadonlySet<GraphId>;
  /** Worlds in which the peer may fall silent are wanted too. */
  readonly advises: boolean;
  /** Calls that are being followed, by graph and world: what calls itself from the same world brings nothing new. */
  readonly calling: Set<string>;
  /** Steps that may be made before giving up. */
  budget: number;
}

const STATES = 1_500;

/** Thrown when an exploration becomes larger than what can be claimed to be known. */
export class TooMuch extends Error {}

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

interface Explored {
  readonly exits: readonly Exit<World>[];
  readonly suspended: readonly World[];
}

function exploreGraph(
  setting: Setting,
  graph: Graph,
  entry: World,
  promise: Place | undefined,
  start = graph.entry,
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
    case 'open':
      return [op.into === setting.socket ? opened(op, world) : born(setting, op.into, world)];
    case 'listen':
      return [listen(setting, op, world)];
    case 'unlisten':
      return [unlisten(setting, op, world)];
    case 'later':
      return [later(setting, op, world)];
    case 'spawn':
      return setting.relevant.has(op.graph) ? spawn(setting, op, world) : [world];
    case 'settle':
      return [
        world.settled.has(op.promise)
          ? world
          : { ...world, settled: withEntry(world.settled, op.promise, op.as) },
      ];
    case 'assign':
      return [assign(setting, op, world)];
    case 'call':
      return call(setting, op, world);
    case 'pipe':
      return [pipe(setting, op, world)];
    case 'special':
      return [special(setting, op, world)];
    case 'return':
      return [noted(world, op, 'returned')];
    case 'consume':
    case 'stop':
    case 'end':
    case 'close':
    case 'escape':
      if (setting.handles.has(op.handle)) return [touch(setting, op, world)];
      return op.op === 'close' ? closePartner(setting, op.handle, world) : [world];
    default:
      return [world];
  }
}

/** Its promise is a new one, whatever became of that of an earlier activation. */
function spawn(setting: Setting, { graph, promise }: Extract<Op, { op: 'spawn' }>, world: World): World[] {
  const entry = unsettled(world, [promise]);
  return once(setting, `${graph} ${keyOf(entry)}`, () => runGraph(setting, graph, entry, promise));
}

/** What leads to itself from the same world brings nothing new. */
function once(setting: Setting, key: string, run: () => World[]): World[] {
  if (setting.calling.has(key)) return [];
  setting.calling.add(key);
  const worlds = run();
  setting.calling.delete(key);
  return worlds;
}

/** The same code makes a promise again. */
function unsettled(world: World, promises: readonly Place[]): World {
  const settled = without(world.settled, (place) => promises.includes(place));
  return settled === world.settled ? world : { ...world, settled };
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

/** A partner comes into being. */
function born({ nascent }: Setting, place: Place, world: World): World {
  return !nascent.has(place) || world.born.has(place)
    ? world
    : { ...world, born: withEntry(world.born, place, true) };
}

function opened(op: Extract<Op, { op: 'open' }>, world: World): World {
  const { paused, traits } = op.origin;
  const reader = paused ? 'held' : traits?.has('reads') ? 'flowing' : world.reader;
  const phase = traits?.has('truncated') ? 'eof' : world.phase;
  return noted({ ...world, opened: true, reader, phase }, op, 'opened');
}

type Touch = Extract<Op, { op: 'consume' | 'stop' | 'end' | 'close' | 'escape' }>;

function touch(setting: Setting, op: Touch, world: World): World {
  const touched = { ...world, touched: true };
  const isSelf = op.handle === setting.socket;
  switch (op.op) {
    case 'close':
      return { ...touched, done: 'closed' };
    case 'escape':
      return { ...touched, done: 'escaped' };
    case 'end':
      return isSelf && !world.backlog ? { ...touched, done: 'ended' } : world;
    case 'consume':
      return isSelf ? noted({ ...touched, reader: 'flowing' }, op, 'consumed') : world;
    case 'stop':
      return isSelf ? noted({ ...touched, reader: 'paused' }, op, 'stopped') : world;
  }
}

let listenerIds = 0;
const listenerCache = new WeakMap<Op, Listener>();

function listenerOf(op: Extract<Op, { op: 'listen' }>): Listener {
  const known = listenerCache.get(op);
  if (known) return known;
  const { handle, event, handler, once = false } = op;
  const made = { id: ++listenerIds, handle, event, handler, once, op };
  listenerCache.set(op, made);
  return made;
}

function listen(setting: Setting, op: Extract<Op, { op: 'listen' }>, world: World): World {
  const isSelf = op.handle === setting.socket;
  const matters =
    isSelf || op.event === 'error' || (op.handler !== undefined && setting.relevant.has(op.handler));
  if (!matters) return world;
  const added = listenerOf(op);
  const listeners = world.listeners.includes(added) ? world.listeners : [...world.listeners, added];
  const heard = {
    ...world,
    listeners,
    touched: world.touched || (isSelf && op.event !== 'error' && op.event !== 'close'),
  };
  return isSelf ? noted({ ...heard, reader: readerAfter(op.event, world) }, op, 'listener') : heard;
}

/** A 'data' listener starts the flow unless it was stopped on purpose; a 'readable' listener takes it over. */
function readerAfter(event: string, { reader }: World): World['reader'] {
  if (event === 'data') return reader === 'none' ? 'flowing' : reader;
  return event === 'readable' && reader !== 'held' ? 'readable' : reader;
}

function unlisten(setting: Setting, op: Extract<Op, { op: 'unlisten' }>, world: World): World {
  const stays = ({ handle, event }: { handle: Place | undefined; event?: string }): boolean =>
    handle !== op.handle || (op.event !== undefined && event !== op.event);
  const timers = world.timers.filter((timer) => stays({ handle: timer.handle }));
  const listeners = world.listeners.filter(stays);
  const left = { ...world, timers, listeners };
  return isHeard(setting, left, 'readable') ? left : detached(setting, left, 'paused');
}

/** Without a listener of or wait for 'readable' nobody asks for the rest, unless somebody is given 'data' (Node.js: `updateReadableListening`). */
export function detached(setting: Setting, world: World, reader: World['reader']): World {
  if (world.reader !== 'readable' || isHeard(setting, world, 'readable')) return world;
  return { ...world, reader: isHeard(setting, world, 'data') ? 'flowing' : reader };
}

/** Somebody listens for an event of the socket, or waits for it. */
function isHeard({ socket }: Setting, { listeners, tasks }: World, awaited: string): boolean {
  return (
    listeners.some(({ handle, event }) => handle === socket && event === awaited) ||
    tasks.some(({ wait }) => wait.handle === socket && wait.event === awaited)
  );
}

let timerIds = 0;
const timerCache = new WeakMap<Op, number>();

function later(setting: Setting, op: Extract<Op, { op: 'later' }>, world: World): World {
  if (op.handler === undefined || !setting.relevant.has(op.handler)) return world;
  const id = timerCache.get(op) ?? ++timerIds;
  timerCache.set(op, id);
  if (world.timers.some((timer) => timer.id === id)) return world;
  return {
    ...world,
    timers: [...world.timers, { id, trigger: op.trigger, handler: op.handler, handle: op.handle }],
  };
}

function assign(setting: Setting, { into, value }: Extract<Op, { op: 'assign' }>, world: World): World {
  if (into.endsWith(FIELDS)) return renewed(into, value, world);
  const tests = without(world.tests, (key) => key.includes(into));
  if (!setting.tested.has(into)) return tests === world.tests ? world : { ...world, tests };
  if (value !== undefined) return { ...world, flags: withEntry(world.flags, into, value), tests };
  if (world.flags.has(fieldsOf(into)))
    return { ...world, flags: withEntry(world.flags, into, Number.NaN), tests };
  return { ...world, flags: without(world.flags, (place) => place === into), tests };
}

/** The same map where nothing is taken out. */
function without<V>(map: ReadonlyMap<string, V>, isOut: (key: string) => boolean): ReadonlyMap<string, V> {
  const kept = [...map].filter(([key]) => !isOut(key));
  return kept.length === map.size ? map : new Map(kept);
}

/** Another object of its kind is made, or what its fields hold gets out of sight. */
function renewed(fields: Place, value: number | undefined, world: World): World {
  const owner = fields.slice(0, -FIELDS.length);
  const flags = without(world.flags, (place) =>
    value === undefined ? place === fields : place.startsWith(owner),
  );
  return {
    ...world,
    flags: value === undefined ? flags : withEntry(flags, fields, value),
    tests: without(world.tests, (key) => key.includes(owner)),
  };
}

function fieldsOf(place: Place): Place {
  return `${place.slice(0, place.lastIndexOf('.') + 1)}${FIELDS}`;
}

function pipe(setting: Setting, op: Extract<Op, { op: 'pipe' }>, world: World): World {
  const { from, to, ends, errors } = op;
  const added: Pipe = { from, to, ends, errors, op };
  if (world.pipes.some((other) => other.op === op)) return world;
  const next = { ...world, pipes: [...world.pipes, added] };
  if (from !== setting.socket && to !== setting.socket) return next;
  const reader = from === setting.socket && world.reader !== 'held' ? 'flowing' : world.reader;
  return noted({ ...next, touched: true, reader }, op, 'piped');
}

function special(setting: Setting, op: Extract<Op, { op: 'special' }>, world: World): World {
  if (op.name === 'throws') return noted(world, op, 'thrown');
  if (op.name === 'caught') return noted(world, op, 'caught');
  if (op.name === 'promised') return unsettled(world, op.places);
  if (!op.places.some((place) => setting.handles.has(place))) return world;
  switch (op.name) {
    case 'notify':
      return { ...world, done: 'escaped' };
    case 'read':
      return noted({ ...world, unread: false, touched: true }, op, 'read');
    case 'arm':
      return noted({ ...world, armed: true }, op, 'armed');
    case 'disarm':
      return { ...world, armed: false };
    case 'keepalive':
      return { ...world, watched: true };
    case 'slow keepalive':
      return noted({ ...world, watched: false }, op, 'probed');
    case 'no keepalive':
      return { ...world, watched: false };
    case 'backlog':
      return noted({ ...world, backlog: true }, op, 'flooded');
    case 'written':
      return noted({ ...world, touched: true }, op, 'written');
    case 'entered':
    case 'received':
      return noted(world, op, op.name);
    case 'lost':
      return noted(world, op, 'returned');
    case 'shared with child':
      return noted({ ...world, touched: true }, op, 'shared');
    default:
      return world;
  }
}

/** Errors that mean the connection is no more. */
const DEAD = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED']);

/** The world as an edge's facts leave it; undefined when they cannot hold. */
function follow(edge: Edge, world: World): World | undefined {
  let next: World | undefined = world;
  for (const fact of edge.facts) next = next && hold(fact, next);
  return next;
}

function hold(fact: Fact, world: World): World | undefined {
  switch (fact.fact) {
    case 'compare':
      if (isVague(fact.place)) return { ...world, done: 'escaped' };
      return compare(fact.place, fact.is, fact.with, world);
    case 'opaque': {
      if (fact.reads.some(isVague)) return { ...world, done: 'escaped' };
      const known = world.tests.get(fact.key);
      if (known !== undefined) return known === fact.holds ? world : undefined;
      return { ...world, tests: withEntry(world.tests, fact.key, fact.holds) };
    }
    case 'probe':
      return probe(fact, world);
    case 'errno':
      return fact.holds && fact.among.every((code) => DEAD.has(code)) && world.phase === 'eof'
        ? { ...world, done: 'closed' }
        : world;
    default:
      return world;
  }
}

/** Properties of a stream that is open: it is not destroyed, it is writable until ended. */
function probe({ property, holds }: Extract<Fact, { fact: 'probe' }>, world: World): World | undefined {
  if (world.done) return world;
  switch (property) {
    case 'destroyed':
    case 'closed':
    case 'writableEnded':
    case 'writableFinished':
    case 'errored':
      return holds ? undefined : world;
    case 'writable':
      return holds ? world : undefined;
    case 'readableEnded':
      return holds === (world.phase === 'eof') ? world : undefined;
    case 'readable':
      return holds === (world.phase !== 'eof') ? world : undefined;
    default:
      return world;
  }
}

function compare(place: Place, is: Comparison, other: number, world: World): World | undefined {
  const isExistence = other === 0 && (is === '==' || is === '!=');
  const value = world.flags.get(place) ?? (isExistence ? world.flags.get(fieldsOf(place)) : undefined);
  if (value !== undefined && !Number.isNaN(value)) return holds(value, is, other) ? world : undefined;
  const key = `${place} ${is === '!=' ? '==' : is} ${other}`;
  const positive = is !== '!=';
  const known = world.tests.get(key);
  if (known !== undefined) return known === positive ? world : undefined;
  return { ...world, tests: withEntry(world.tests, key, positive) };
}

function holds(value: number, is: Comparison, other: number): boolean {
  switch (is) {
    case '<':
      return value < other;
    case '<=':
      return value <= other;
    case '==':
      return value === other;
    case '!=':
      return value !== other;
    case '>=':
      return value >= other;
    case '>':
      return value > other;
  }
}
