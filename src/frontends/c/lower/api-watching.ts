import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Place } from '../../../lifecycle/ir.js';
import { normalized } from '../syntax.js';
import type { Lowering } from './api.js';
import { argText, placeOf } from './api-opening.js';
import { resultOf, type Call } from './calls.js';
import type { Value } from './value.js';

/** Registration with epoll(7) and kqueue(2). */
export const WATCHING: Readonly<Record<string, Lowering>> = {
  epoll_ctl: epollCtl,
  EV_SET: evSet,
  epoll_wait: (call) => waitFor(call, 1),
  epoll_pwait: (call) => waitFor(call, 1),
  epoll_pwait2: (call) => waitFor(call, 1),
  kevent: (call) => waitFor(call, 3),
  poll: (call) => waitFor(call, undefined),
  ppoll: (call) => waitFor(call, undefined),
  WSAPoll: (call) => waitFor(call, undefined),
  select: (call) => waitFor(call, undefined),
  pselect: (call) => waitFor(call, undefined),
  FD_SET: fdSet,
  FD_ISSET: fdIsSet,
  FD_ZERO: fdZero,
};

/** Waits for events; `filled` is the argument whose former content is replaced. */
function waitFor(call: Call, filled: number | undefined): Value {
  const place = filled === undefined ? undefined : placeOf(call, filled);
  const { f, at, name: on } = call;
  const given = resultOf(call);
  const result = given.place === undefined ? {} : { result: given.place };
  f.emit({ op: 'wait', on, at, ...result, ...(waitsForEver(call) ? { forEver: true } : {}) });
  if (place !== undefined) f.emit({ op: 'assign', into: place, at });
  return given;
}

/** The timeout is the last argument: milliseconds, or a pointer to a time. */
function waitsForEver({ name, values }: Call): boolean {
  const timeout = values.at(-1)?.value;
  if (/^(?:poll|WSAPoll|epoll_wait)$/.test(name)) return timeout !== undefined && timeout < 0;
  return name === 'select' && timeout === 0;
}

/** A set of descriptors holds the numbers that were put into it (select(2)). */
function fdSet(call: Call): Value {
  const [handle, set] = [placeOf(call, 0), placeOf(call, 1)];
  if (handle !== undefined && set !== undefined)
    call.f.emit({ op: 'copy', into: membersOf(set), from: handle, at: call.at });
  return {};
}

/** A number that is found in a set is one of those that were put there. */
function fdIsSet(call: Call): Value {
  const [handle, set] = [placeOf(call, 0), placeOf(call, 1)];
  if (handle !== undefined && set !== undefined)
    call.f.emit({ op: 'special', name: SPECIAL.member, places: [handle, membersOf(set)], at: call.at });
  return resultOf(call);
}

function fdZero(call: Call): Value {
  const set = placeOf(call, 0);
  if (set !== undefined) call.f.emit({ op: 'assign', into: `${set}.@bits`, at: call.at });
  return {};
}

function membersOf(set: Place): Place {
  return `${set}.@bits[]`;
}

function epollCtl(call: Call): Value {
  const { f, at } = call;
  const handle = placeOf(call, 2);
  const result = call.into ?? f.temp();
  if (handle === undefined) return resultOf(call);
  if (argText(call, 1).endsWith('_DEL'))
    f.emit({ op: 'special', name: SPECIAL.unwatch, places: [handle], at });
  else {
    const detail = maskOf(call);
    f.emit({
      op: 'special',
      name: SPECIAL.watch,
      places: [handle],
      at,
      ...(detail === undefined ? {} : { detail }),
    });
  }
  f.emit({ op: 'assign', into: result, at });
  return { place: result };
}

/** The events asked for: what was last written to the event's mask in the text before; undefined when that is no constant. */
function maskOf(call: Call): string | undefined {
  const event = placeOf(call, 3);
  const mask = event === undefined ? undefined : call.f.masks.get(`${event}.events`);
  if (!mask) return undefined;
  const words = normalized(mask)
    .split(/[\s|()]+/)
    .filter((word) => word !== '');
  const events = words.map((word) => /^(?:EPOLL(\w+)|0)$/.exec(word));
  return events.every((match) => match) ? events.flatMap((match) => match?.[1] ?? []).join() : undefined;
}

function evSet(call: Call): Value {
  const handle = placeOf(call, 1);
  const [filter, flags] = [argText(call, 2), argText(call, 3)];
  if (handle === undefined) return {};
  const name = flags.includes('EV_DELETE') ? SPECIAL.unwatch : SPECIAL.watch;
  const detail = [
    filter === 'EVFILT_READ' ? 'IN' : 'OUT',
    ...(flags.includes('EV_ONESHOT') ? ['ONESHOT'] : []),
  ].join();
  call.f.emit({ op: 'special', name, places: [handle], detail, at: call.at });
  return {};
}
