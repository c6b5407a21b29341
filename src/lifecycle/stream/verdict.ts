import type { Op, Place } from '../ir.js';
import type { Leak } from '../leak.js';
import { faultOf, type Fault, type Open } from './fault.js';
import type { Setting } from './setting.js';
import type { Outcomes } from './schedule.js';
import { stepsOf } from './steps.js';
import type { Note, World } from './world.js';

/** Judges the worlds in which a socket is stuck: one leak per socket, the one that tells most. */
export function verdict(setting: Setting, open: Open, outcomes: Outcomes): Leak[] {
  const { traits } = open.origin;
  const isShared = traits?.has('shared') === true && !traits.has('truncated');
  const found = outcomes.stuck.flatMap((world) => {
    if (isShared && !world.touched) return [];
    if (open.origin.api === 'process message' && !isUsed(setting, world)) return [];
    const fault = faultOf(setting, open, world, outcomes);
    return fault && !isElsewhere(setting, open, fault, world) ? [{ fault, world }] : [];
  });
  const [first] = found.sort((a, b) => rank(a.fault, open) - rank(b.fault, open));
  return first ? [leakOf(open, first.fault, first.world, !outcomes.isClosedSomewhere)] : [];
}

/** Opened and left in another file that this one never gets it from: that file's own reading tells it, at the line itself. */
function isElsewhere({ handles }: Setting, open: Open, { at }: Fault, { trail }: World): boolean {
  if (!open.foreign || !at.foreign) return false;
  for (let step = trail; step; step = step.before)
    if (!step.op.foreign && placesOf(step.op).some((place) => handles.has(place))) return false;
  return true;
}

function placesOf(op: Op): readonly Place[] {
  if (op.op === 'special') return op.places;
  return 'handle' in op ? [op.handle] : [];
}

/** A message of the parent may come without a handle: there was one where it was used. */
function isUsed({ socket }: Setting, { touched, listeners }: World): boolean {
  return touched || listeners.some(({ handle }) => handle === socket);
}

/** The fault of the path that goes wrong first comes first. */
const ORDER: readonly Fault['kind'][] = [
  'onread-stops',
  'shared-copy-kept',
  'readable-not-drained',
  'handed-out-unread',
  'never-read',
  'opened-paused',
  'error-path-abandons',
  'path-abandons',
  'end-listener-does-not-end',
  'end-listener-path',
  'consumer-does-not-end',
  'eof-unhandled',
  'pipe-target-fails',
  'paused',
];

/** Of several ways that go wrong alike, one whose place is known tells more than one that only has an origin. */
function rank({ kind, at }: Fault, open: Open): number {
  const index = ORDER.indexOf(kind);
  return (index < 0 ? ORDER.length : index) + (at === open ? 0.5 : 0);
}

/** A fault as hosts and rules know it. */
export function leakOf(open: Open, fault: Fault, world: World, always: boolean): Leak {
  const { kind, rule, at, detail = {} } = fault;
  return {
    kind,
    rule,
    origin: open.origin,
    opened: open.at,
    at: at.at,
    steps: stepsOf(open, fault, world),
    always,
    name: fault.name ?? nameAt(at, open, world),
    detail: { api: apiOf(open), ...detail },
  };
}

/** Steps of other streams, not of the socket. */
const APART: ReadonlySet<Note> = new Set(['failed', 'helpless']);

/** What the source calls the socket at the fault: there, else where it was last used on this path, else where it was opened. */
function nameAt(at: Op, open: Open, world: World): string {
  if (at === open) return open.name ?? 'socket';
  if (at.as !== undefined) return at.as;
  for (let step = world.trail; step; step = step.before)
    if (step.op.as !== undefined && !APART.has(step.note) && isAbout(step.op, open)) return step.op.as;
  return open.name ?? 'socket';
}

/** About the socket itself and not a request that has it. */
function isAbout(op: Op, { into }: Open): boolean {
  const places = placesOf(op);
  return places.length === 0 || places.includes(into);
}

function apiOf({ origin: { api, kind } }: Open): string {
  return kind === 'body' ? (/fetch|undici|ws/.exec(api)?.[0] ?? 'http') : api;
}
