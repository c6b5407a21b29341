import type { Leak } from '../leak.js';
import type { Made } from './borrowed.js';
import type { Stores } from './flow.js';
import type { Use } from './moves.js';
import { spelled } from './verdict.js';
import { SPECIAL } from './vocabulary.js';

/** What tells of the peer's FIN: EPOLLIN and EPOLLRDHUP; HUP and ERR need more than a FIN (measured; see epoll_ctl(2)). */
const TELLS = new Set(['IN', 'RDHUP']);

/** The registrations of a socket with epoll, wherever it got to. */
export function watchesOf({ uses }: Stores): Use[] {
  return uses.filter(({ op }) => op.op === 'special' && op.name === SPECIAL.watch);
}

export function eventsOf({ op }: Use): readonly string[] | undefined {
  if (op.op !== 'special' || op.detail === undefined) return undefined;
  return op.detail.split(',').filter((event) => event !== '');
}

/** A socket nobody reads and whose registrations ask for no event that a FIN raises. */
export function unwatchedLeak({ open, stores }: Made): Leak | undefined {
  const watches = watchesOf(stores);
  const [first] = watches;
  if (!first || stores.escapes || stores.uses.some(({ op }) => op.op === 'read')) return undefined;
  if (!watches.every(isDeaf)) return undefined;
  return {
    kind: 'fd-fin-unwatched',
    rule: 'no-unread-socket',
    origin: open.origin,
    opened: open.at,
    at: first.op.at,
    steps: [
      { span: open.at, role: 'opened', note: open.origin.api },
      { span: first.op.at, role: 'stopped' },
    ],
    always: true,
    name: spelled(open.into),
  };
}

function isDeaf(watch: Use): boolean {
  const events = eventsOf(watch);
  return events !== undefined && !events.some((event) => TELLS.has(event));
}

/** True when every registration is for one event only. */
export function isOneShot(stores: Stores): boolean {
  const watches = watchesOf(stores);
  return watches.length > 0 && watches.every((watch) => eventsOf(watch)?.includes('ONESHOT'));
}
