import type { Span } from '../../shared/span.js';
import type { RuleId } from '../../shared/rule-id.js';
import type { Graph, Op, Origin, Place } from '../ir.js';
import type { Leak, Step } from '../leak.js';
import { eofStep } from './eof-test.js';
import { isFinSeen, type Held, type Phase } from './held.js';
import type { Loss, Result, Stuck } from './result.js';

/** The kinds of leak this solver tells; the rule pages have a message for each. `detail` keys stand behind them. */
export type Kind =
  /** The peer's EOF leaves it open on the way out. */
  | 'fd-eof-unclosed'
  /** After EOF the loop reads on for ever. */
  | 'fd-eof-loop'
  /** EOF of a socket opened elsewhere is seen and nobody closes. */
  | 'fd-eof-ignored'
  /** After EOF the record that holds it goes, the descriptor stays. */
  | 'fd-record-dropped'
  /** A way lets the record go that holds it, the descriptor stays. */
  | 'fd-record-unclosed'
  /** It is kept in a record, array or queue of which nobody closes anything. */
  | 'fd-stored-unclosed'
  /** The events asked for never tell of the peer's FIN. */
  | 'fd-fin-unwatched'
  /** A one-shot registration is not renewed on some path. */
  | 'fd-not-rearmed'
  /** A program that is started inherits it and keeps the connection open. */
  | 'fd-inherited'
  /** No path closes it. */
  | 'fd-never-closed'
  /** A path leaves without close. */
  | 'fd-path-without-close'
  /** A read error's path leaves without close: a descriptor leak. */
  | 'fd-error-unclosed'
  /** `shutdown` without `close`: a descriptor leak. */
  | 'fd-shutdown-only'
  /** A socket whose connect failed is not closed: a descriptor leak. */
  | 'fd-connect-unclosed';

interface Case {
  readonly kind: Kind;
  readonly rule: RuleId;
}

const EOF: Case = { kind: 'fd-eof-unclosed', rule: 'handle-eof' };
const ERROR: Case = { kind: 'fd-error-unclosed', rule: 'no-swallowed-error' };

const BY_PHASE: Readonly<Record<Phase, Case>> = {
  eof: EOF,
  rest: EOF,
  open: { kind: 'fd-path-without-close', rule: 'close-on-every-path' },
  error: ERROR,
  retry: ERROR,
  fresh: { kind: 'fd-connect-unclosed', rule: 'close-on-every-path' },
  ended: { kind: 'fd-shutdown-only', rule: 'close-on-every-path' },
};

/** From the phase that names a cause best to the one that names it worst. */
const TELLING: readonly Phase[] = ['eof', 'rest', 'open', 'error', 'retry', 'fresh', 'ended'];

/** True for functions of the text that is analysed: reports stand there. */
export type InText = (graph: Graph) => boolean;

/** What was found about the socket one operation makes. */
export interface Finding {
  readonly graph: Graph;
  readonly origin: Op;
  readonly result: Result;
}

/** The leaks of one socket: at most one per cause, the most telling first. */
export function verdicts(finding: Finding, inText: InText): Leak[] {
  const { result } = finding;
  const { losses, stuck } = result;
  const own = losses.map((loss) => placed(loss, finding, inText));
  if (isNeverClosed(finding)) return neverClosed(finding, own);
  const inherited = [...result.inherited]
    .slice(0, 1)
    .map(([call, graph]) => inheritedLeak(call, graph, finding, inText));
  const leaks = stuck.slice(0, 1).map((one) => loopLeak(one, finding, inText));
  return [...inherited, ...leaks, ...byCause(own).map((group) => lossLeak(group, finding))];
}

/** A loss with the span a report may stand at: in this module's text. */
interface Placed {
  readonly at: Span;
  readonly phase: Phase;
  readonly loss: Loss;
}

function placed(loss: Loss, finding: Finding, inText: InText): Placed {
  return {
    at: loss.held.blame ?? (inText(loss.graph) ? loss.at : finding.origin.at),
    phase: loss.held.phase,
    loss,
  };
}

function isNeverClosed({ result }: Finding): boolean {
  const handed = result.ways.some(({ leaves, state }) => leaves === 'return' && state.held);
  return result.losses.length > 0 && !result.closes && !result.escapes && !handed;
}

function neverClosed(finding: Finding, losses: readonly Placed[]): Leak[] {
  const best = TELLING.map((phase) => losses.find((one) => one.phase === phase)).find((one) => one);
  if (!best) return [];
  const onlyShutdown = losses.every(({ phase }) => phase === 'ended');
  const sees = losses.some(({ loss }) => isFinSeen(loss.held));
  const told: Case = onlyShutdown
    ? BY_PHASE.ended
    : { kind: 'fd-never-closed', rule: sees ? 'handle-eof' : 'close-on-every-path' };
  const { trail } = best.loss.held;
  const met = trail.some(({ role }) => role === 'end-seen')
    ? []
    : eofStep(finding.graph, intoOf(finding.origin));
  return [leakOf(told, finding, finding.origin.at, [...trail, ...met, ...leaving(losses)], true)];
}

/** Said where the socket is made: there it can be made so that no program inherits it. */
function inheritedLeak(call: Op, graph: Graph, finding: Finding, inText: InText): Leak {
  const { origin } = finding;
  const started: Step[] = inText(graph) ? [{ span: call.at, role: 'note', note: 'exec' }] : [];
  const [made] = openedBy(origin);
  return {
    kind: 'fd-inherited',
    rule: 'close-on-every-path',
    origin: made ?? UNKNOWN_ORIGIN,
    opened: origin.at,
    at: origin.at,
    steps: [{ span: origin.at, role: 'opened' }, ...started],
    always: false,
    name: spelled(intoOf(origin)),
  };
}

function openedBy(origin: Op): Origin[] {
  return origin.op === 'open' ? [origin.origin] : [];
}

const UNKNOWN_ORIGIN: Origin = { api: 'socket', kind: 'other', halfOpen: true };

function loopLeak(stuck: Stuck, finding: Finding, inText: InText): Leak {
  const at = inText(stuck.graph) ? stuck.at : finding.origin.at;
  const steps: Step[] = [...stuck.held.trail, { span: stuck.at, role: 'loops' }];
  return leakOf({ kind: 'fd-eof-loop', rule: 'handle-eof' }, finding, at, steps, !finding.result.closes);
}

/** Losses at one place have one cause: the most telling phase that gets there; places of the same cause are one group. */
function byCause(losses: readonly Placed[]): Placed[][] {
  const places = [...grouped(losses, ({ at }) => at.start).values()].map((group) => tellingFirst(group));
  return [
    ...grouped(
      places.flatMap(([first]) => (first ? [first] : [])),
      ({ phase }) => phase,
    ).values(),
  ];
}

function grouped<T, K>(all: readonly T[], by: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

function tellingFirst(losses: readonly Placed[]): Placed[] {
  return [...losses].sort((a, b) => TELLING.indexOf(a.phase) - TELLING.indexOf(b.phase));
}

function lossLeak(group: readonly Placed[], finding: Finding): Leak {
  const [first] = group;
  if (!first) throw new RangeError('a group has a member');
  const steps = [...first.loss.held.trail, ...leaving(group)];
  return leakOf(BY_PHASE[first.phase], finding, first.at, steps, false);
}

function leaving(losses: readonly Placed[]): Step[] {
  const places = [...new Map(losses.map((one) => [one.at.start, one])).values()];
  return places.map(({ at, loss }) => leavingAt(loss.by ?? at, loss));
}

function leavingAt(span: Span, { how, held }: Loss): Step {
  if (how !== 'overwritten') return { span, role: 'leaves', note: how };
  const isAgain = held.trail.some((step) => step.role === 'opened' && step.span.start === span.start);
  return isAgain ? { span, role: 'loops', note: 'again' } : { span, role: 'overwritten', note: how };
}

function leakOf(
  { kind, rule }: Case,
  { origin, result }: Finding,
  at: Span,
  steps: readonly Step[],
  always: boolean,
): Leak {
  const held = [...result.losses, ...result.stuck][0]?.held;
  if (!held) throw new RangeError('a leak has a socket');
  return {
    kind,
    rule,
    origin: held.origin,
    opened: origin.at,
    at,
    steps,
    always,
    name: nameOf(origin, held),
  };
}

function intoOf(origin: Op): Place {
  if (origin.op === 'open') return origin.into;
  if (origin.op === 'special') return origin.places[1] ?? '';
  return origin.op === 'call' ? (origin.result ?? '') : '';
}

/** The first name the source gives it; a call's result without a name is known by what it was put into. */
function nameOf(origin: Op, held: Held): string {
  const names = [intoOf(origin), ...held.names].map(spelled);
  return names.find((name) => /^[A-Za-z_]/.test(name)) ?? 'the socket';
}

/** A place as the source spells it, nearly: `conn#3.fd` → `conn.fd`. */
export function spelled(place: Place): string {
  return place.replace(/^::|#\d+|\.\*/g, '');
}
