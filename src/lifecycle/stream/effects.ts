import type { Op, Place } from '../ir.js';
import { assign } from './flags.js';
import type { Setting } from './setting.js';
import type { Listener, Pipe, World } from './world.js';
import { noted, withEntry, without } from './world.js';

/** The world after an operation that runs no other code. */
export function affect(setting: Setting, op: Op, world: World): World {
  switch (op.op) {
    case 'open':
      return op.into === setting.socket ? opened(op, world) : born(setting, op.into, world);
    case 'listen':
      return listen(setting, op, world);
    case 'unlisten':
      return unlisten(setting, op, world);
    case 'later':
      return later(setting, op, world);
    case 'settle':
      return settle(op, world);
    case 'assign':
      return assign(setting, op, world);
    case 'pipe':
      return pipe(setting, op, world);
    case 'special':
      return special(setting, op, world);
    case 'return':
      return noted(world, op, 'returned');
    case 'consume':
    case 'stop':
    case 'end':
    case 'close':
    case 'escape':
      return setting.handles.has(op.handle) ? touch(setting, op, world) : world;
    default:
      return world;
  }
}

/** A promise is settled once. */
function settle({ promise, as }: Extract<Op, { op: 'settle' }>, world: World): World {
  return world.settled.has(promise) ? world : { ...world, settled: withEntry(world.settled, promise, as) };
}

/** The same code makes a promise again. */
export function unsettled(world: World, promises: readonly Place[]): World {
  const settled = without(world.settled, (place) => promises.includes(place));
  return settled === world.settled ? world : { ...world, settled };
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
export function readerAfter(event: string, { reader }: World): World['reader'] {
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
