import type { Place } from '../ir.js';
import type { Setting } from './setting.js';
import { distinct, runGraph } from './machine.js';
import type { Fate, Listener, World } from './world.js';
import { noted, withEntry } from './world.js';

/** The other streams a socket's fate may hang on: those whose events act on it, and those it is piped to. */
export function partnersOf(setting: Setting, world: World): Place[] {
  const places = new Set<Place>();
  for (const { handle, handler } of world.listeners) {
    if (handle !== setting.socket && handler !== undefined && setting.relevant.has(handler))
      places.add(handle);
  }
  for (const { from, to } of world.pipes) {
    if (from === setting.socket && to !== setting.socket) places.add(to);
    if (to === setting.socket && from !== setting.socket) places.add(from);
  }
  return [...places].filter((place) => !kindOf(place).endsWith('server') && exists(setting, place, world));
}

/** One variable may stand for sockets of which a way makes only one. */
function exists({ nascent }: Setting, place: Place, { born }: World): boolean {
  return !nascent.has(place) || born.has(place);
}

/** A place starts with the kind of thing it is. */
export function kindOf(place: Place): string {
  return /^[a-z-]+/.exec(place)?.[0] ?? '';
}

export function isNetwork(place: Place): boolean {
  return kindOf(place) === 'socket';
}

const listenersOf = (world: World, handle: Place, event: string): Listener[] =>
  world.listeners.filter((listener) => listener.handle === handle && listener.event === event);

/** Runs the listeners of an event in the order of their registration. */
export function fire(setting: Setting, handle: Place, event: string, world: World): World[] {
  let worlds = [world];
  for (const listener of listenersOf(world, handle, event)) {
    worlds = worlds.flatMap((each) => runListener(setting, listener, each));
  }
  return distinct(worlds);
}

function runListener(setting: Setting, listener: Listener, world: World): World[] {
  if (world.done || !world.listeners.includes(listener)) return [world];
  const left = listener.once
    ? { ...world, listeners: world.listeners.filter((other) => other !== listener) }
    : world;
  return listener.handler === undefined ? [left] : runGraph(setting, listener.handler, left);
}

function fireAll(setting: Setting, handle: Place, events: readonly string[], world: World): World[] {
  return events.reduce(
    (worlds, event) => worlds.flatMap((each) => fire(setting, handle, event, each)),
    [world],
  );
}

function fated(world: World, place: Place, fate: Fate): World {
  return { ...world, fates: withEntry(world.fates, place, fate) };
}

/** Things whose events come again and again: room in a sink, messages of a worker. */
const RECURRENT = new Set(['sink', 'source', 'emitter', 'websocket']);

const CONNECTS = ['lookup', 'connect', 'secureConnect', 'ready', 'open'];
const ANSWERS = ['response', 'upgrade', 'connect'];
/** The connection is the listener's from then on: no request is left that could fail (Node.js documentation, "Event: 'upgrade'"). */
const HANDS_OUT = new Set(['upgrade', 'connect']);

/** What a partner may become next, each way with the worlds it leads to. */
export function fatesOf(setting: Setting, place: Place, world: World): World[][] {
  const fate = world.fates.get(place);
  const ways: World[][] = [];
  if (fate === undefined) ways.push(...successes(setting, place, world));
  if (fate !== 'failed' && fate !== 'gone') {
    const failed = fail(setting, place, world);
    if (failed) ways.push(failed);
    if (isNetwork(place) && (fate === 'up' || !isConnecting(world, place)))
      ways.push(hangUp(setting, place, world));
  }
  return ways;
}

/** Whether one of its outcomes is bound to come: a connection is made or fails, a request is answered or fails. */
export function mustDecide(world: World, place: Place): boolean {
  if (world.fates.has(place)) return false;
  switch (kindOf(place)) {
    case 'socket':
      return isConnecting(world, place);
    case 'timer':
    case 'promise':
      return false;
    default:
      return true;
  }
}

/** Somebody waits for its connection: its peer cannot hang up before. */
function isConnecting(world: World, place: Place): boolean {
  return CONNECTS.some((event) => listenersOf(world, place, event).length > 0);
}

function successes(setting: Setting, place: Place, world: World): World[][] {
  const up = RECURRENT.has(kindOf(place)) ? world : fated(world, place, 'up');
  switch (kindOf(place)) {
    case 'socket':
      return [fireAll(setting, place, CONNECTS, up)];
    case 'request': {
      const answers = ANSWERS.filter((event) => listenersOf(world, place, event).length > 0);
      const told = (answers.length > 0 ? answers : ['response']).map((event) =>
        fire(setting, place, event, HANDS_OUT.has(event) ? fated(world, place, 'gone') : up),
      );
      return isRefusalUnheard(answers) ? [...told, fire(setting, place, 'close', up)] : told;
    }
    default: {
      if (feeds(setting, place, world)) return [[{ ...world, done: 'ended' }]];
      const events = new Set(
        world.listeners
          .filter(({ handle, event }) => handle === place && event !== 'error')
          .map(({ event }) => event),
      );
      return [fireAll(setting, place, [...events], up)];
    }
  }
}

/** Who only waits for 'upgrade' is told nothing of a plain answer (Node.js documentation, "Event: 'response'"). */
function isRefusalUnheard(answers: readonly string[]): boolean {
  return answers.includes('upgrade') && !answers.includes('response');
}

/** What has an end of its own flows into the socket: with it the socket is ended (Node.js documentation, `readable.pipe`). */
function feeds({ socket }: Setting, place: Place, { pipes, backlog }: World): boolean {
  if (!ENDS.has(kindOf(place)) || backlog) return false;
  return pipes.some(({ from, to, ends }) => from === place && to === socket && ends);
}

const ENDS = new Set(['message', 'source']);

/** An error of a partner: undefined when nobody listens, as the process ends then. */
function fail(setting: Setting, place: Place, world: World): World[] | undefined {
  const errors = listenersOf(world, place, 'error');
  const fed = world.pipes.filter(({ from, to }) => from === setting.socket && to === place);
  if (isDestroyedWith(setting, place, world)) return [{ ...world, done: 'closed' }];
  const [first] = errors;
  if (!first || (kindOf(place) === 'sink' && fed.length === 0)) return undefined;
  if (fed.some(({ ends }) => !ends)) return undefined;
  const unpiped = fed.length > 0 ? stall(setting, place, world) : world;
  const marked = noted(fated(unpiped, place, 'failed'), first.op, 'failed');
  return fireAll(setting, place, ['error', 'close', 'exit'], marked);
}

/** `pipeline` destroys all of its streams when one fails. */
function isDestroyedWith(setting: Setting, place: Place, world: World): boolean {
  const pipes = world.pipes.filter(({ errors }) => errors);
  const linked = new Set([place]);
  for (let before = 0; before < linked.size;) {
    before = linked.size;
    for (const { from, to } of pipes) {
      if (linked.has(from)) linked.add(to);
      if (linked.has(to)) linked.add(from);
    }
  }
  return linked.has(setting.socket) && pipes.length > 0;
}

/** The target of a pipe is gone: the source is unpiped and paused. */
function stall(setting: Setting, place: Place, world: World): World {
  const pipes = world.pipes.filter(({ from, to }) => from !== setting.socket || to !== place);
  return { ...world, pipes, reader: 'paused' };
}

/** The partner's peer closes: its end goes along the pipe, its going does not. */
function hangUp(setting: Setting, place: Place, world: World): World[] {
  if (isDestroyedWith(setting, place, world)) return [{ ...world, done: 'closed' }];
  const ended = world.pipes.some(({ from, to, ends }) => from === place && to === setting.socket && ends);
  if (ended) return [{ ...world, done: 'ended' }];
  const fed = world.pipes.find(
    ({ from, to, ends: passes }) =>
      from === setting.socket && to === place && passes && !isHalfOpen(setting, place),
  );
  const marked = fed
    ? noted(fated(stall(setting, place, world), place, 'gone'), fed.op, 'failed')
    : fated(world, place, 'gone');
  return fireAll(setting, place, ['end', 'close'], marked);
}

/** Its peer's end leaves a half-open partner writable: what flows into it goes on. */
function isHalfOpen({ graphs }: Setting, place: Place): boolean {
  const known = HALF_OPEN.get(graphs) ?? halfOpenIn(graphs);
  HALF_OPEN.set(graphs, known);
  return known.has(place);
}

const HALF_OPEN = new WeakMap<Setting['graphs'], ReadonlySet<Place>>();

function halfOpenIn(graphs: Setting['graphs']): ReadonlySet<Place> {
  const ops = [...graphs.values()].flatMap(({ blocks }) => blocks.flatMap((block) => block.ops));
  return new Set(ops.flatMap((op) => (op.op === 'open' && op.origin.halfOpen === true ? [op.into] : [])));
}

/** Whether the socket's own end comes back to it along pipes through local streams. */
export function endsItself(setting: Setting, world: World): boolean {
  const reached = new Set<Place>();
  const queue: Place[] = [setting.socket];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const { from, to, ends } of world.pipes) {
      if (from !== at || !ends || reached.has(to)) continue;
      reached.add(to);
      if (to === setting.socket) return true;
      if (!isNetwork(to)) queue.push(to);
      else if (isBothWays(world, to)) queue.push(to);
    }
  }
  return false;
}

/** `pipeline(a, b, a)`: the documentation's tunnel, which ends when either side does. */
function isBothWays({ pipes }: World, place: Place): boolean {
  return pipes.some(({ from, errors }) => from === place && errors);
}
