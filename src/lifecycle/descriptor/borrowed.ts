import type { Graph, Op } from '../ir.js';
import type { Leak, Step } from '../leak.js';
import type { RuleId } from '../../shared/rule-id.js';
import type { Flow, Stores } from './flow.js';
import type { Ignored } from './ignored.js';
import { spelled, type InText, type Kind } from './verdict.js';

type Open = Extract<Op, { op: 'open' }>;

/** A socket's making and wherever it may get to. */
export interface Made {
  readonly graph: Graph;
  readonly open: Open;
  readonly stores: Stores;
}

const KINDS: Readonly<Record<Ignored['why'], Kind>> = {
  forgotten: 'fd-eof-ignored',
  loops: 'fd-eof-loop',
  dropped: 'fd-record-dropped',
  unclosed: 'fd-record-unclosed',
  disarmed: 'fd-not-rearmed',
};

const RULES: Readonly<Partial<Record<Ignored['why'], RuleId>>> = {
  unclosed: 'close-on-every-path',
  disarmed: 'no-unread-socket',
};

/** These are told where the socket goes out of sight, not where it is read. */
const DEPARTING: ReadonlySet<Ignored['why']> = new Set(['dropped', 'unclosed', 'disarmed']);

/**
 * The leak of a socket whose EOF is seen by code that did not open it.
 * @param made in the order of {@link acceptedFirst}.
 */
export function ignoredLeak(
  ignored: Ignored,
  made: readonly Made[],
  flow: Flow,
  inText: InText,
): Leak | undefined {
  const { graph, read, loss, why } = ignored;
  const maker = made.find(({ stores }) => flow.has(stores, graph, read.handle));
  if (!maker) return undefined;
  const { open } = maker;
  const there = loss.held.blame ?? (DEPARTING.has(why) ? loss.at : (loss.held.passed ?? read.at));
  const at = inText(loss.graph) ? there : read.at;
  const steps: Step[] = [
    { span: open.at, role: 'opened', note: open.origin.api },
    ...(ignored.gives === 'eof' || why === 'disarmed' ? [{ span: read.at, role: 'end-seen' } as const] : []),
    { span: at, role: why === 'loops' ? 'loops' : 'leaves' },
  ];
  return {
    kind: KINDS[why],
    rule: RULES[why] ?? 'handle-eof',
    origin: open.origin,
    opened: open.at,
    at,
    steps,
    always: why !== 'unclosed',
    name: spelled(read.handle),
  };
}

/** Accepted sockets first: `socket` may have made a listener. */
export function acceptedFirst(made: readonly Made[]): Made[] {
  const rank = ({ open }: Made): number => (open.origin.kind === 'accepted' ? 0 : 1);
  return [...made].sort((a, b) => rank(a) - rank(b));
}
