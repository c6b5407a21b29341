import type { GraphId, Op, Place } from '../ir.js';
import type { Leak } from '../leak.js';
import type { Fault, Open } from './fault.js';
import type { Setting } from './setting.js';
import { isNetwork, kindOf } from './partners.js';
import { reachableFrom } from './relevance.js';
import { leakOf } from './verdict.js';
import type { World } from './world.js';
import { lastNote } from './world.js';

/** Connections over which nothing may come for ever. What http serves and asks has timeouts of its own. */
const LASTING = /^(?:(?:net|tls) connection|https? (?:upgrade|connect)|(?:net|tls|socket)\.connect)$/;

/** What runs apart from a socket's own events. */
export interface Surroundings {
  /** The graphs that follow from the socket's coming into being. */
  readonly own: ReadonlySet<GraphId>;
  /** What unseen code may call at any time. */
  readonly entries: readonly GraphId[];
}

/**
 * Advice: the peer may vanish without a FIN, and in some world nothing would ever tell. `quiet` are the worlds in which
 * nothing is bound to happen any more unless the peer does something.
 */
export function silenceOf(
  setting: Setting,
  open: Open,
  quiet: readonly World[],
  surroundings: Surroundings,
): Leak[] {
  const { api, traits } = open.origin;
  if (!LASTING.test(api) || traits?.has('watched') || traits?.has('shared')) return [];
  const world = quiet.find((each) => !isNoticed(setting, each, surroundings));
  if (!world) return [];
  const leak = leakOf(open, adviceOn(setting, open, world), world, true);
  return [{ ...leak, steps: leak.steps.slice(0, 1), advice: true }];
}

function adviceOn(setting: Setting, open: Open, world: World): Fault {
  const timeout = world.armed ? timeoutOf(setting, world) : undefined;
  if (timeout) return { kind: 'timeout-only-logs', rule: 'timeout-must-close', at: timeout };
  const probed = lastNote(world, 'probed');
  return probed
    ? { kind: 'keepalive-slow', rule: 'detect-dead-peer', at: probed.op }
    : { kind: 'silence-unnoticed', rule: 'detect-dead-peer', at: open };
}

/** The listener that is told of the idle time, else the call that asks for it. */
function timeoutOf({ socket }: Setting, world: World): Op | undefined {
  const heard = world.listeners.find(({ handle, event }) => handle === socket && event === 'timeout');
  if (heard) return heard.op;
  for (let at = world.trail; at; at = at.before) if (at.note === 'armed') return at.op;
  return undefined;
}

function isNoticed(setting: Setting, world: World, { own, entries }: Surroundings): boolean {
  if (world.watched) return true;
  const kin = new Set([...setting.handles, ...pipedWith(setting, world), ...heard(setting, world)]);
  const acts = (graph: GraphId | undefined): boolean => graph === undefined || touches(setting, graph, kin);
  return (
    (world.armed && timeoutsOf(setting, world).some(acts)) ||
    world.timers.some(({ handler }) => acts(handler)) ||
    entries.some((entry) => !own.has(entry) && acts(entry)) ||
    someOp(setting, (op, graph) => notices(op, own.has(graph), setting, kin, acts))
  );
}

function timeoutsOf({ socket }: Setting, { listeners }: World): (GraphId | undefined)[] {
  return listeners
    .filter(({ handle, event }) => handle === socket && event === 'timeout')
    .map(({ handler }) => handler);
}

/** Sockets at the other end of a pipe: what ends them may end this one. */
function pipedWith({ socket }: Setting, { pipes }: World): Place[] {
  return pipes
    .filter(({ from, to }) => from === socket || to === socket)
    .flatMap(({ from, to }) => [from, to])
    .filter((place) => place !== socket && isNetwork(place));
}

/** Sockets whose going this one's listeners hear: it is noticed where theirs is. */
function heard({ socket }: Setting, { listeners }: World): Place[] {
  return listeners
    .filter(({ handle, event }) => isNetwork(handle) && handle !== socket && GOES.has(event))
    .map(({ handle }) => handle);
}

/** What a socket tells only when its peer, or a watch over it, has brought it about. */
const GOES = new Set(['end', 'error', 'close', 'timeout']);

/** A clock or the event of something else that acts upon the socket, or a watch over what it is piped with. */
function notices(
  op: Op,
  isOwn: boolean,
  { handles }: Setting,
  kin: ReadonlySet<Place>,
  acts: (graph: GraphId | undefined) => boolean,
): boolean {
  switch (op.op) {
    case 'later':
      return !isOwn && op.handler !== undefined && acts(op.handler);
    case 'listen':
      return !handles.has(op.handle) && tells(op) && op.handler !== undefined && acts(op.handler);
    case 'open':
      return !handles.has(op.into) && kin.has(op.into) && op.origin.traits?.has('watched') === true;
    case 'special':
      return WATCHES.has(op.name) && op.places.some((place) => kin.has(place) && !handles.has(place));
    default:
      return false;
  }
}

const WATCHES = new Set(['arm', 'keepalive']);

/** Servers and the process tell of arrivals and signals, other sockets of their own going. */
function tells({ handle, event }: Extract<Op, { op: 'listen' }>): boolean {
  const kind = kindOf(handle);
  if (isNetwork(handle)) return !GOES.has(event);
  return !kind.endsWith('server') && kind !== 'process';
}

/** Whether running a graph may write to one of the places or end it. */
function touches(setting: Setting, start: GraphId, places: ReadonlySet<Place>): boolean {
  return someOp(setting, (op) => affects(op, places), reachableFrom(setting.graphs, start));
}

/** Marks of where a socket can be named; nothing is done to it there. */
const PASSING = new Set(['entered', 'received', 'lost']);

function affects(op: Op, places: ReadonlySet<Place>): boolean {
  switch (op.op) {
    case 'close':
    case 'end':
    case 'escape':
      return places.has(op.handle);
    case 'pipe':
      return places.has(op.to);
    case 'special':
      return !PASSING.has(op.name) && op.places.some((place) => places.has(place));
    default:
      return false;
  }
}

function someOp(
  { graphs }: Setting,
  test: (op: Op, graph: GraphId) => boolean,
  within?: ReadonlySet<GraphId>,
): boolean {
  for (const { id, blocks } of graphs.values()) {
    if (within && !within.has(id)) continue;
    if (blocks.some(({ ops }) => ops.some((op) => test(op, id)))) return true;
  }
  return false;
}
