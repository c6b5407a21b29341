import type { GraphId, BlockId, Op, Outcome, Place } from '../ir.js';

/** How the socket is read. `held` is a handle that was never started (`pauseOnConnect`): not even a bare FIN is seen. */
export type Reader = 'none' | 'flowing' | 'paused' | 'held' | 'readable';

/** Where the peer stands: it may still send; its FIN has arrived; this side's program has seen 'end'. */
export type Phase = 'open' | 'fin' | 'eof';

export interface Listener {
  readonly id: number;
  readonly handle: Place;
  readonly event: string;
  /** Undefined when it is code that is not read. */
  readonly handler: GraphId | undefined;
  readonly once: boolean;
  readonly op: Op;
}

export interface Timer {
  readonly id: number;
  readonly trigger: Extract<Op, { op: 'later' }>['trigger'];
  readonly handler: GraphId;
  readonly handle: Place | undefined;
}

/** An activation that is suspended at a wait. */
export interface Task {
  readonly graph: GraphId;
  readonly block: BlockId;
  readonly wait: Extract<Op, { op: 'wait' }>;
  /** The promise its end settles. */
  readonly promise: Place | undefined;
}

export interface Pipe {
  readonly from: Place;
  readonly to: Place;
  readonly ends: boolean;
  /** An error of the target destroys the source (`pipeline`). */
  readonly errors: boolean;
  readonly op: Op;
}

/** What became of another stream the socket depends on. */
export type Fate = 'up' | 'failed' | 'gone';

/** One socket and all that may still happen to it. Never changed: every step makes a new one. */
export interface World {
  readonly opened: boolean;
  /** Nothing more to fear: destroyed, ended, or in the hands of code that is not read. */
  readonly done: 'closed' | 'ended' | 'escaped' | undefined;
  readonly reader: Reader;
  readonly phase: Phase;
  /** Bytes of the peer lie in the buffer and hide its FIN. */
  readonly unread: boolean;
  readonly connected: boolean;
  readonly armed: boolean;
  /** The kernel probes the peer (keepalive). */
  readonly watched: boolean;
  readonly backlog: boolean;
  /** The program has done something to it. */
  readonly touched: boolean;
  readonly listeners: readonly Listener[];
  readonly timers: readonly Timer[];
  readonly tasks: readonly Task[];
  readonly pipes: readonly Pipe[];
  readonly flags: ReadonlyMap<Place, number>;
  readonly tests: ReadonlyMap<string, boolean>;
  readonly settled: ReadonlyMap<Place, Outcome>;
  readonly fates: ReadonlyMap<Place, Fate>;
  /** Other streams that came into being on this way. */
  readonly born: ReadonlyMap<Place, true>;
  readonly trail: Trail | undefined;
}

/** The way here, newest first; two worlds that differ only in it are the same. */
export interface Trail {
  readonly op: Op;
  readonly note: Note;
  readonly before: Trail | undefined;
}

export type Note =
  | 'opened'
  | 'listener'
  | 'consumed'
  | 'stopped'
  | 'thrown'
  | 'caught'
  | 'entered'
  | 'probed'
  | 'received'
  | 'returned'
  | 'failed'
  | 'helpless'
  | 'read'
  | 'piped'
  | 'written'
  | 'shared'
  | 'flooded'
  | 'armed';

export const NEW: World = {
  opened: false,
  done: undefined,
  reader: 'none',
  phase: 'open',
  unread: false,
  connected: false,
  armed: false,
  watched: false,
  backlog: false,
  touched: false,
  listeners: [],
  timers: [],
  tasks: [],
  pipes: [],
  flags: new Map(),
  tests: new Map(),
  settled: new Map(),
  fates: new Map(),
  born: new Map(),
  trail: undefined,
};

export function noted(world: World, op: Op, note: Note): World {
  return { ...world, trail: { op, note, before: world.trail } };
}

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** The same map where nothing is taken out. */
export function without<V>(
  map: ReadonlyMap<string, V>,
  isOut: (key: string) => boolean,
): ReadonlyMap<string, V> {
  const kept = [...map].filter(([key]) => !isOut(key));
  return kept.length === map.size ? map : new Map(kept);
}

/** Worlds share their maps: each is written out once. */
const written = new WeakMap<ReadonlyMap<string, unknown>, string>();

function pairs(map: ReadonlyMap<string, unknown>): string {
  if (map.size === 0) return '';
  const known = written.get(map);
  if (known !== undefined) return known;
  const text = [...map]
    .map(([k, v]) => `${k}=${String(v)}`)
    .sort()
    .join();
  written.set(map, text);
  return text;
}

/** Equal for worlds from which the same can follow. */
export function keyOf(world: World): string {
  const { opened, done, reader, phase, unread, connected, armed, watched, backlog, touched } = world;
  return [
    [opened, unread, connected, armed, watched, backlog, touched].map(Number).join(''),
    done,
    reader,
    phase,
    world.listeners.map(({ id }) => id).join(),
    world.timers.map(({ id }) => id).join(),
    world.tasks
      .map(({ graph, block, promise }) => `${graph}:${block}:${promise ?? ''}`)
      .sort()
      .join(),
    world.pipes.map(({ from, to, ends, errors }) => `${from}>${to}${Number(ends)}${Number(errors)}`).join(),
    pairs(world.flags),
    pairs(world.tests),
    pairs(world.settled),
    pairs(world.fates),
    pairs(world.born),
  ].join('|');
}

/** The newest note of a kind. */
export function lastNote(world: World, ...notes: readonly Note[]): Trail | undefined {
  for (let at = world.trail; at; at = at.before) if (notes.includes(at.note)) return at;
  return undefined;
}
