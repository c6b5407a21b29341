import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import { normalized } from '../syntax.js';
import type { Lowering } from './api.js';
import { argText, placeOf } from './api-opening.js';
import { resultOf, type Call } from './calls.js';
import type { Value } from './value.js';

/** Registration with epoll(7) and kqueue(2). */
export const WATCHING: Readonly<Record<string, Lowering>> = {
  epoll_ctl: epollCtl,
  EV_SET: evSet,
};

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
