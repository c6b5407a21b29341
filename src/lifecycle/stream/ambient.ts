import type { GraphId, Op } from '../ir.js';
import type { Setting } from './setting.js';
import { runGraph } from './machine.js';
import { isNetwork, kindOf } from './partners.js';
import type { World } from './world.js';

/** What code that runs apart from a socket's own handlers does about it. */
export interface Ambience {
  /** It is bound to close it or to read on. */
  readonly rescues: boolean;
  /** The listener of an error that leaves what waits for the emitter as it is, though its other events help. */
  readonly helpless: Op | undefined;
}

export function ambient(
  setting: Setting,
  own: ReadonlySet<GraphId>,
  world: World,
  entries: readonly GraphId[],
): Ambience {
  const fresh: World = { ...world, tests: new Map(), flags: new Map() };
  const rescues = (handler: GraphId): boolean => {
    return runGraph(setting, handler, fresh).some(
      (after) =>
        after.done !== undefined ||
        (world.phase === 'fin' && after.reader !== world.reader && after.reader === 'flowing'),
    );
  };
  const called = entries.filter((entry) => !own.has(entry) && setting.relevant.has(entry));
  if ([...called, ...laters(setting, own), ...takers(setting)].some(rescues))
    return { rescues: true, helpless: undefined };
  const judged = judge(setting, own, rescues);
  return {
    rescues: judged.some(({ helps }) => helps),
    helpless: judged.find(({ helpless }) => helpless)?.helpless,
  };
}

function opsApart({ graphs }: Setting, own: ReadonlySet<GraphId>): Op[] {
  const apart = [...graphs.values()].filter(({ id }) => !own.has(id));
  return apart.flatMap(({ blocks }) => blocks.flatMap(({ ops }) => ops));
}

function laters(setting: Setting, own: ReadonlySet<GraphId>): GraphId[] {
  return opsApart(setting, own).flatMap((op) =>
    op.op === 'later' && op.handler !== undefined && setting.relevant.has(op.handler) ? [op.handler] : [],
  );
}

/** What comes to every connection in the end. */
const LAST = new Set(['close', 'end', 'error']);

/** Listeners that take such a socket out of a queue when another connection comes to its end. */
function takers({ graphs, relevant, handles, socket }: Setting): GraphId[] {
  const takes = (op: Op): boolean => op.op === 'special' && op.name === 'taken' && op.places.includes(socket);
  const hears = (op: Op): GraphId[] =>
    op.op === 'listen' && handles.has(op.handle) && LAST.has(op.event) && op.handler !== undefined
      ? [op.handler]
      : [];
  const heard = [...graphs.values()].flatMap(({ blocks }) => blocks.flatMap(({ ops }) => ops.flatMap(hears)));
  return [...new Set(heard)].filter(
    (id) => relevant.has(id) && graphs.get(id)?.blocks.some(({ ops }) => ops.some(takes)),
  );
}

interface Judged {
  readonly helps: boolean;
  readonly helpless?: Op;
}

/** Each emitter: its success counts only when its failure helps too. */
function judge(
  setting: Setting,
  own: ReadonlySet<GraphId>,
  rescues: (handler: GraphId) => boolean,
): Judged[] {
  const all = listens(setting, own);
  return [...new Set(all.map(({ handle }) => handle))].map((emitter) => {
    const listeners = all.filter(({ handle }) => handle === emitter);
    const helps = ({ handler }: Listen): boolean =>
      handler !== undefined && setting.relevant.has(handler) && rescues(handler);
    const failures = listeners.filter(({ event }) => event === 'error');
    const isHelpful = listeners.some((op) => op.event !== 'error' && helps(op));
    const helpless = failures.find((op) => !helps(op));
    if (helpless) return isHelpful ? { helps: false, helpless } : { helps: false };
    return { helps: failures.length > 0 || isHelpful };
  });
}

type Listen = Extract<Op, { op: 'listen' }>;

function listens(setting: Setting, own: ReadonlySet<GraphId>): Listen[] {
  return opsApart(setting, own)
    .filter((op) => op.op === 'listen')
    .filter(
      ({ handle, handler }) =>
        handler !== undefined &&
        !setting.handles.has(handle) &&
        !isNetwork(handle) &&
        !kindOf(handle).endsWith('server'),
    );
}
