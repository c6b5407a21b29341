import type { RuleId } from '../../shared/rule-id.js';
import type { Graph, Op } from '../ir.js';
import type { StreamLeakKind } from './kinds.js';
import type { Setting } from './setting.js';
import { isNetwork } from './partners.js';
import type { Outcomes } from './schedule.js';
import type { Trail, World } from './world.js';
import { lastNote } from './world.js';

export type Open = Extract<Op, { op: 'open' }>;

/** What went wrong in one world, and the operation that is to blame. */
export interface Fault {
  readonly kind: StreamLeakKind;
  readonly rule: RuleId;
  readonly at: Op;
  readonly name?: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** Why a socket is stuck in a world, seen beside what happens in others. Undefined where nothing can be claimed. */
export function faultOf(setting: Setting, open: Open, world: World, outcomes: Outcomes): Fault | undefined {
  const { origin } = open;
  if (origin.kind === 'body') return bodyFault(setting, open, world, outcomes);
  if (origin.traits?.has('truncated'))
    return { kind: 'owner-does-not-close', rule: 'no-swallowed-error', at: open };
  if (world.backlog && world.phase === 'eof') return unflushed(open, world);
  return world.phase === 'eof'
    ? eofFault(setting, open, world, outcomes.isClosedSomewhere)
    : unreadFault(setting, open, world, outcomes);
}

function unflushed(open: Open, world: World): Fault {
  return { kind: 'unflushed', rule: 'timeout-must-close', at: lastNote(world, 'flooded')?.op ?? open };
}

/** A server settles its requests itself unless their reading was stopped. */
function bodyFault(setting: Setting, open: Open, world: World, outcomes: Outcomes): Fault | undefined {
  const isServer = open.origin.api === 'http request';
  const stall = stopped(world);
  if (stall && isServer && isGivenUp(stall, world, outcomes)) return abandoned(open, world);
  if (stall && isServer) return { ...stall, at: failedListener(world) ?? stall.at };
  if (isServer && open.origin.traits?.has('announced') && outcomes.isHandledSomewhere)
    return abandoned(open, world);
  if (isServer) return undefined;
  const isUnnamed = open.origin.traits?.has('unnamed') === true;
  const left = world.reader !== 'none' ? pausedAt(stall) : isUnnamed ? open : leftIn(setting, open, world);
  const received = lastNote(world, 'received')?.op;
  const how = received?.op === 'special' ? received.detail : undefined;
  return {
    kind: 'body-unread',
    rule: 'consume-response',
    at: left ?? open,
    ...(how === undefined ? {} : { detail: { received: how } }),
  };
}

function pausedAt(stall: Fault | undefined): Op | undefined {
  return stall?.kind === 'paused' ? stall.at : undefined;
}

/**
 * Where its last name ended, else how the function that asked for it left it; what that calls, itself included, has
 * responses of its own.
 */
function leftIn({ graphs }: Setting, open: Open, world: World): Op | undefined {
  const own = [...graphs.values()].find(({ blocks }) => blocks.some(({ ops }) => ops.includes(open)));
  const isOwn = (op: Op): boolean => own?.blocks.some(({ ops }) => ops.includes(op)) === true;
  const ways: Op[] = [];
  for (let at = world.trail; at && at.op !== open; at = at.before) if (isWayOut(at)) ways.push(at.op);
  return ways.find((op) => op.op === 'special' && op.name === 'lost') ?? ways.find(isOwn) ?? ways[0];
}

function isWayOut({ note, op }: Trail): boolean {
  if (note === 'thrown') return op.op === 'special' && op.detail === 'statement';
  return note === 'returned' || note === 'received';
}

/** The listener that is told of the failure is where a request can be answered. */
function failedListener(world: World): Op | undefined {
  const failed = lastNote(world, 'failed')?.op;
  return failed?.op === 'listen' ? failed : undefined;
}

function stopped(world: World): Fault | undefined {
  if (world.reader !== 'paused') return undefined;
  for (let at = world.trail; at; at = at.before) {
    if (at.note === 'failed') return pipeFailed(world) ?? partnerFailed(at);
    if (at.note === 'stopped') return { kind: 'paused', rule: 'no-unread-socket', at: at.op };
  }
  return undefined;
}

function pipeFailed(world: World): Fault | undefined {
  const piped = lastNote(world, 'piped')?.op;
  return piped && { kind: 'pipe-target-fails', rule: 'no-unpaired-pipe', at: piped, ...named(piped) };
}

/** Reading was to go on when something else is ready, and that failed. */
function partnerFailed({ op }: Trail): Fault {
  return { kind: 'error-path-abandons', rule: 'close-on-every-path', at: nameless(op) };
}

/** The function that the 'end' came down to, when its listener only passed it on; else the listener. */
function whereHandled({ graphs }: Setting, world: World, heard: Op): Op {
  const entered = lastNote(world, 'entered')?.op;
  const handler =
    heard.op === 'listen' && heard.handler !== undefined ? graphs.get(heard.handler) : undefined;
  if (!entered || entered.foreign || !handler || entered.at.start === handler.at.start) return heard;
  const isLater = (op: Op): boolean => {
    for (let at = world.trail; at; at = at.before) {
      if (at.op === op) return true;
      if (at.op === heard) return false;
    }
    return false;
  };
  return isLater(entered) ? entered : heard;
}

function targetOf(op: Op): { detail?: Record<string, string> } {
  return op.op === 'pipe' && op.target !== undefined ? { detail: { to: op.target } } : {};
}

/** EOF was seen on a half-open socket, and nothing ends this side. */
function eofFault(setting: Setting, open: Open, world: World, closes: boolean): Fault {
  const heard = heardEnd(setting, world);
  if (heard) {
    const left = closes ? newestSince(world, heard, 'thrown', 'caught', 'returned') : undefined;
    if (left)
      return {
        kind: 'end-listener-path',
        rule: 'close-on-every-path',
        at: inOwnFunction(left.op),
        ...named(heard),
      };
    return {
      kind: 'end-listener-does-not-end',
      rule: 'handle-eof',
      at: heard.foreign ? open : whereHandled(setting, world, heard),
    };
  }
  const piped = pipeFault(setting, world);
  if (piped) return piped;
  const consumer = lastNote(world, 'consumed')?.op;
  if (consumer && 'how' in consumer && READS_TO_END.has(consumer.how))
    return { kind: 'consumer-does-not-end', rule: 'handle-eof', at: consumer };
  const isUnread = world.reader === 'none' && HANDED_OUT.test(open.origin.api);
  if (isUnread && closes) return abandoned(open, world);
  return { kind: isUnread ? 'handed-out-unread' : 'eof-unhandled', rule: 'handle-eof', at: open };
}

const READS_TO_END = new Set(['pipeline', 'for await', 'readline', 'compose', 'toWeb', 'consumers']);
const HANDED_OUT = /upgrade|connect$|unknownProtocol/;

function named({ as }: Op): { name?: string } {
  return as === undefined ? {} : { name: as };
}

function heardEnd({ socket }: Setting, world: World): Op | undefined {
  const waiting = world.listeners.find(
    ({ handle, event }) => handle === socket && (event === 'end' || event === '@read'),
  );
  if (waiting) return waiting.op;
  for (let at = world.trail; at; at = at.before) {
    const { op } = at;
    if (op.op === 'listen' && op.handle === socket && (op.event === 'end' || op.event === '@read')) return op;
  }
  return undefined;
}

/** How the path left the listener: what came after the listener's registration. */
function newestSince(world: World, since: Op, ...notes: readonly Trail['note'][]): Trail | undefined {
  const inOrder: Trail[] = [];
  for (let at = world.trail; at && at.op !== since; at = at.before)
    if (notes.includes(at.note)) inOrder.push(at);
  return inOrder.find(({ note }) => note !== 'returned') ?? inOrder[0];
}

/** A pipe from the socket whose other end does not bring the end back. */
function pipeFault({ socket }: Setting, world: World): Fault | undefined {
  const pipe = world.pipes.find(({ from }) => from === socket);
  if (!pipe || pipe.errors) return undefined;
  const back = world.pipes.some(({ to, ends }) => to === socket && ends);
  const waits = back && world.pipes.some(({ to }) => isNetwork(to) && to !== socket);
  return {
    kind: waits ? 'pipe-waits-for-partner' : 'pipe-one-sided',
    rule: 'no-unpaired-pipe',
    at: waits ? inOwnFunction(pipe.op) : pipe.op,
    ...targetOf(pipe.op),
  };
}

function unreadFault(setting: Setting, open: Open, world: World, outcomes: Outcomes): Fault {
  const closes = outcomes.isHandledSomewhere;
  const shared = lastNote(world, 'shared')?.op;
  if (shared) return sharedCopy(shared, open, world, outcomes);
  const stall = stopped(world);
  if (stall && open.origin.traits?.has('onread')) return { ...stall, kind: 'onread-stops' };
  if (stall && isGivenUp(stall, world, outcomes)) return abandoned(open, world);
  if (stall) return stall;
  if (world.reader === 'held') return { kind: 'opened-paused', rule: 'no-unread-socket', at: open };
  const readable = hasReadable(setting, world);
  if (readable) return { kind: 'readable-not-drained', rule: 'no-unread-socket', at: readable };
  if (closes && (outcomes.isReadSomewhere || leavesEarly(setting, open, world)))
    return abandoned(open, world);
  const kind =
    HANDED_OUT.test(open.origin.api) && open.origin.kind === 'accepted' ? 'handed-out-unread' : 'never-read';
  return { kind, rule: 'no-unread-socket', at: open };
}

/** The parent's copy; where it is given up once the child has started, the child that never started leaves it. */
function sharedCopy(shared: Op, open: Open, world: World, { isClosedSomewhere }: Outcomes): Fault {
  const failed = isClosedSomewhere ? newestSince(world, shared, 'failed') : undefined;
  if (failed) return partnerFailed(failed);
  const name = open.name ?? 'socket';
  return { kind: 'shared-copy-kept', rule: 'close-on-every-path', at: shared, name };
}

function hasReadable({ socket }: Setting, world: World): Op | undefined {
  return world.listeners.find(({ handle, event }) => handle === socket && event === 'readable')?.op;
}

/** Reading was stopped for a while, and this way leaves before it goes on. */
function isGivenUp({ kind, at }: Fault, world: World, outcomes: Outcomes): boolean {
  const goesOn = outcomes.isClosedSomewhere || outcomes.isHandledSomewhere;
  return kind === 'paused' && goesOn && newestSince(world, at, 'thrown', 'caught', 'returned') !== undefined;
}

/** What the socket's own code did last on this way was to leave before it had done all that it does to it. */
function leavesEarly(setting: Setting, open: Open, world: World): boolean {
  const own = ownGraphs(setting, open);
  for (let at = world.trail; at; at = at.before) {
    const { op, note } = at;
    if (WAYS_OUT.has(note) && own.some(({ blocks }) => blocks.some(({ ops }) => ops.includes(op))))
      return note !== 'listener';
  }
  return true;
}

const WAYS_OUT: ReadonlySet<Trail['note']> = new Set([
  'thrown',
  'caught',
  'failed',
  'returned',
  'written',
  'listener',
]);

/** Where it comes into being, and what hears its events. */
function ownGraphs({ graphs, socket }: Setting, open: Open): Graph[] {
  const all = [...graphs.values()];
  const hearing = new Set(
    all.flatMap(({ blocks }) =>
      blocks.flatMap(({ ops }) =>
        ops.flatMap((op) => (op.op === 'listen' && op.handle === socket ? [op.handler] : [])),
      ),
    ),
  );
  return all.filter(({ id, blocks }) => hearing.has(id) || blocks.some(({ ops }) => ops.includes(open)));
}

/** Other paths close or read it; this one gives up on it. */
function abandoned(open: Open, world: World): Fault {
  const thrown = lastNote(world, 'thrown', 'caught', 'failed');
  if (thrown) {
    const at = thrown.note === 'failed' ? nameless(thrown.op) : inOwnFunction(thrown.op);
    return { kind: 'error-path-abandons', rule: 'close-on-every-path', at };
  }
  return { kind: 'path-abandons', rule: 'close-on-every-path', at: leftAt(world) ?? open };
}

/** The way's last deed; of returns that only pass on what a callee returned, the callee's. That errors are listened for is none. */
function leftAt(world: World): Op | undefined {
  const left = lastNote(world, 'returned', 'written', 'listener');
  if (left?.note === 'listener' && left.op.op === 'listen' && SAYS_NOTHING.has(left.op.event))
    return undefined;
  let at = left;
  while (at?.note === 'returned' && at.before?.note === 'returned') at = at.before;
  return at?.op;
}

/** Listeners that do nothing about an end. */
const SAYS_NOTHING = new Set(['error', 'close']);

/** What stands in a callee is reported at the call in the function that has the socket. */
function inOwnFunction(op: Op): Op {
  if (!op.via) return op;
  return { ...nameless(op), at: op.via };
}

/** The operation without the name of what it is done to, which is not the socket. */
function nameless(op: Op): Op {
  const { as, ...rest } = op;
  return as === undefined ? op : (rest as Op);
}
