import type { Op, Outcome, Place } from '../ir.js';
import type { Setting } from './setting.js';
import { detached } from './effects.js';
import { distinct, resume, runGraph } from './machine.js';
import { TooMuch } from './setting.js';
import { endsItself, fatesOf, fire, kindOf, mustDecide, partnersOf } from './partners.js';
import type { Task, Timer, World } from './world.js';
import { keyOf } from './world.js';

/** What came of a socket in the worlds its peer and its partners can bring about. */
export interface Outcomes {
  /** Worlds in which nothing that is bound to happen closes it any more. */
  readonly stuck: readonly World[];
  /** Some world closes it. */
  readonly isClosedSomewhere: boolean;
  /** Some world reads it. */
  readonly isReadSomewhere: boolean;
  /** Some world reads it, or closes it of its own accord. */
  readonly isHandledSomewhere: boolean;
  /** Worlds in which nothing happens any more unless the peer does something; looked for only where advice is wanted. */
  readonly quiet: readonly World[];
}

const WORLDS = 1_200;

/**
 * Lets everything happen that may: data, timers, callbacks, what becomes of partners, in every order. The FIN comes when
 * what was bound to happen has happened: a handler that needs a moment to set up is not blamed for it.
 */
export function play(setting: Setting, starts: readonly World[], halfOpen: boolean): Outcomes {
  const seen = new Set<string>();
  const queue = [...starts];
  const stuck: World[] = [];
  const quiet: World[] = [];
  let isClosedSomewhere = false;
  let isReadSomewhere = false;
  let isHandledSomewhere = false;
  for (let world = queue.pop(); world; world = queue.pop()) {
    const key = keyOf(world);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > WORLDS) throw new TooMuch();
    isReadSomewhere ||= canRead(world);
    isHandledSomewhere ||=
      isReadSomewhere || (world.done !== undefined && world.done !== 'ended' && world.phase === 'open');
    if (world.done) {
      isClosedSomewhere = true;
      continue;
    }
    if (setting.advises && isQuiet(setting, world)) quiet.push(world);
    const next = successors(setting, world, halfOpen);
    if (next) queue.push(...next);
    else if (world.opened && !isRescued(setting, world)) stuck.push(world);
    else isClosedSomewhere ||= world.opened;
  }
  return { stuck, isClosedSomewhere, isReadSomewhere, isHandledSomewhere, quiet };
}

/** The connection stands, and only the peer could bring about something new. */
function isQuiet(setting: Setting, world: World): boolean {
  const { opened, connected, phase } = world;
  return opened && connected && phase === 'open' && !readyTask(setting, world) && !bound(setting, world);
}

/** The worlds after a step; undefined when nothing is bound to happen any more. */
function successors(setting: Setting, world: World, halfOpen: boolean): World[] | undefined {
  const ready = readyTask(setting, world);
  if (ready) return ready;
  if (!world.opened) return beforeOpening(setting, world);
  if (!world.connected) return connect(setting, world);
  switch (world.phase) {
    case 'open':
      return [
        ...data(setting, world),
        ...(pending(setting, world, true) ?? [{ ...world, phase: 'fin' as const }]),
        ...partners(setting, world),
      ];
    case 'fin':
      if (world.unread && world.reader === 'flowing') return data(setting, world);
      return isEndSeen(world) ? end(setting, world, halfOpen) : bound(setting, world);
    case 'eof':
      return endsItself(setting, world) ? [{ ...world, done: 'ended' }] : bound(setting, world);
  }
}

/** Nothing can come over it yet; what leads to it goes on. */
function beforeOpening(setting: Setting, world: World): World[] {
  return [...(pending(setting, world, true) ?? []), ...partners(setting, world)];
}

/** A wait that what has happened already ends. */
function readyTask(setting: Setting, world: World): World[] | undefined {
  for (const task of world.tasks) {
    const outcome = outcomeOf(setting, task, world);
    if (outcome) return resume(setting, task, outcome, world);
  }
  return undefined;
}

function outcomeOf(setting: Setting, { wait }: Task, world: World): Outcome | undefined {
  const { on, handle, event = '' } = wait;
  if (on === 'promise') return handle === undefined ? undefined : world.settled.get(handle);
  if (on === 'any') return settledAmong(event, world)[0];
  if (on === 'all') {
    const parts = event.split(' ');
    const settled = settledAmong(event, world);
    if (settled.includes('rejected')) return 'rejected';
    return event !== '' && settled.length === parts.length ? 'fulfilled' : undefined;
  }
  if (handle !== setting.socket || world.phase !== 'eof') return undefined;
  if (on === 'stream') return 'end';
  return on === 'event' && (event === 'end' || event === '@read') ? 'fulfilled' : undefined;
}

function settledAmong(places: string, world: World): Outcome[] {
  return places.split(' ').flatMap((place) => world.settled.get(place) ?? []);
}

/** The connection is made before anything comes over it. */
function connect(setting: Setting, world: World): World[] {
  let worlds: World[] = [{ ...world, connected: true }];
  for (const event of ['connect', 'secureConnect', 'ready'])
    worlds = worlds
      .flatMap((each) => fire(setting, setting.socket, event, each))
      .flatMap((each) => wake(setting, each, event));
  return worlds;
}

const canRead = ({ reader }: World): boolean => reader === 'flowing' || reader === 'readable';

/** Bytes of the peer arrive, or those in the buffer are handed to a reader that came late. */
function data(setting: Setting, world: World): World[] {
  if (world.reader === 'flowing') {
    const given = fire(setting, setting.socket, 'data', { ...world, unread: false });
    return given
      .flatMap((each) => fire(setting, setting.socket, 'onread', each))
      .flatMap((each) => wake(setting, each, 'data'));
  }
  if (world.reader === 'readable') {
    const told = fire(setting, setting.socket, 'readable', { ...world, unread: true });
    const after = told
      .flatMap((each) => wake(setting, each, 'readable'))
      .map((each) => detached(setting, each, 'none'));
    return after;
  }
  return [{ ...world, unread: true }];
}

/** The waits for an event of the socket go on; data also ends the wait of an iteration. */
function wake(setting: Setting, world: World, event: string): World[] {
  const brings = event === 'data' || event === 'readable';
  const waiting = world.tasks.filter(
    ({ wait }) =>
      wait.handle === setting.socket &&
      ((wait.on === 'stream' && brings) || (wait.on === 'event' && wait.event === event)),
  );
  let worlds = [world];
  for (const task of waiting) {
    worlds = worlds.flatMap((each) =>
      each.tasks.includes(task)
        ? resume(setting, task, task.wait.on === 'stream' ? 'data' : 'fulfilled', each)
        : [each],
    );
  }
  return distinct(worlds);
}

/** The FIN is acted upon when the handle is read and every byte before it was consumed (facts: M1). */
function isEndSeen({ reader, unread }: World): boolean {
  return reader !== 'held' && !unread;
}

function end(setting: Setting, world: World, halfOpen: boolean): World[] {
  const seen: World = { ...world, phase: 'eof' };
  if (!halfOpen) return [seen.backlog ? seen : { ...seen, done: 'closed' }];
  if (endsItself(setting, world)) return [{ ...seen, done: 'ended' }];
  return ['end', '@read'].reduce(
    (worlds, event) => worlds.flatMap((each) => fire(setting, setting.socket, event, each)),
    [seen],
  );
}

/** Waits and callbacks that come to an end whatever the peer does. */
function pending(setting: Setting, world: World, each: boolean): World[] | undefined {
  const steps: (() => World[])[] = [
    ...world.tasks.flatMap((task) => endings(setting, task, world)),
    ...world.timers.filter(isOnce).map((timer) => () => expire(setting, timer, world)),
    ...drained(setting, world),
  ];
  if (steps.length === 0) return undefined;
  return (each ? steps : steps.slice(0, 1)).flatMap((step) => step());
}

function endings(setting: Setting, task: Task, world: World): (() => World[])[] {
  const { on, handle, event = '' } = task.wait;
  const both = (): World[] => [
    ...resume(setting, task, 'fulfilled', world),
    ...resume(setting, task, 'rejected', world),
  ];
  if (on === 'unknown') return [both];
  if (on === 'timer') return [() => resume(setting, task, 'fulfilled', world)];
  if (on === 'event') return handle === setting.socket || isAnotherArrival(handle, world) ? [] : [both];
  if (on === 'stream') return handle === setting.socket ? [] : [() => resume(setting, task, 'end', world)];
  if (on === 'any' || on === 'all') {
    const parts = event.split(' ');
    const some = parts.some((part) => part === '?' || part === '!');
    const every = parts.every((part) => part === '?' || part === '!' || world.settled.has(part));
    if (on === 'any' ? !some : !every) return [];
    return [parts.includes('!') ? both : () => resume(setting, task, 'fulfilled', world)];
  }
  return [];
}

/** What was written goes out, and 'drain' says so, unless it is more than what a peer takes that does not read. */
function drained(setting: Setting, world: World): (() => World[])[] {
  if (world.backlog || !world.connected) return [];
  const told = fire(setting, setting.socket, 'drain', world).flatMap((each) => wake(setting, each, 'drain'));
  const before = keyOf(world);
  return told.every((each) => keyOf(each) === before) ? [] : [() => told];
}

/** The next connection of a server brings this one no further. */
function isAnotherArrival(handle: Place | undefined, { opened }: World): boolean {
  return opened && handle !== undefined && kindOf(handle).endsWith('server');
}

const isOnce = ({ trigger }: Timer): boolean => trigger === 'timer' || trigger === 'unknown';

function expire(setting: Setting, timer: Timer, world: World): World[] {
  return runGraph(setting, timer.handler, {
    ...world,
    timers: world.timers.filter((other) => other !== timer),
  });
}

function partners(setting: Setting, world: World): World[] {
  return partnersOf(setting, world).flatMap((place) => fatesOf(setting, place, world).flat());
}

/** After the FIN only what is bound to happen counts. */
function bound(setting: Setting, world: World): World[] | undefined {
  const next = pending(setting, world, false);
  if (next) return next;
  for (const place of partnersOf(setting, world)) {
    if (!mustDecide(world, place)) continue;
    const before = keyOf(world);
    const ways = fatesOf(setting, place, world);
    const mayStay = ways.some((way) => way.length > 0 && way.every((each) => keyOf(each) === before));
    if (ways.length > 0 && !mayStay) return ways.flat();
  }
  return undefined;
}

/** What goes on for ever may close it some time: idle timeouts, intervals, signals. */
function isRescued(setting: Setting, world: World): boolean {
  const closes = (worlds: readonly World[]): boolean =>
    worlds.some(
      (each) => each.done !== undefined || (each.phase === 'fin' && canRead(each) && !canRead(world)),
    );
  const idle = world.listeners.filter(
    ({ event, handle }) => event === 'timeout' && handle !== setting.socket,
  );
  const watched = [...(world.armed ? [setting.socket] : []), ...idle.map(({ handle }) => handle)];
  if (watched.some((place) => closes(fire(setting, place, 'timeout', world)))) return true;
  return world.timers.some(
    (timer) => isRecurrent(setting, timer) && closes(runGraph(setting, timer.handler, world)),
  );
}

/** What comes again and again; a stream's `_final` only where the program does something that may end that stream. */
function isRecurrent({ graphs }: Setting, timer: Timer): boolean {
  const { trigger, handle } = timer;
  if (trigger !== 'final') return !isOnce(timer);
  return [...graphs.values()].some(({ blocks }) =>
    blocks.some(({ ops }) => ops.some((op) => mayEnd(op, handle))),
  );
}

function mayEnd(op: Op, handle: Place | undefined): boolean {
  if (op.op === 'pipe') return op.to === handle && op.ends;
  return (op.op === 'end' || op.op === 'escape') && op.handle === handle;
}
