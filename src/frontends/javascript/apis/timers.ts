import type { Call } from '../evaluate/call.js';
import { listener } from '../evaluate/functions.js';
import type { Native, Value } from '../values.js';
import { native, namespace, object, UNDEFINED, UNKNOWN } from '../values.js';

type Trigger = 'timer' | 'interval';

/** `setTimeout(fn, ms)` and its kin: the function runs whatever the peer does. */
function timer(name: string, trigger: Trigger): Native {
  return native(name, (call) => {
    const { act, args, node, frame } = call;
    const handler = listener(call, args[0] ?? UNKNOWN, undefined, args.slice(2), node, 'lastly');
    const place = act.program.placeOnce('timer', call.token, frame);
    if (handler !== undefined) act.emit({ op: 'later', trigger, handler, handle: place }, call.token, frame);
    return timerObject(place);
  });
}

function timerObject(place: string): Value {
  const made = object();
  made.fields.set('@timer', { kind: 'constant', value: place });
  for (const name of ['unref', 'ref', 'refresh', 'hasRef'])
    made.fields.set(
      name,
      native(name, ({ self }) => self),
    );
  return made;
}

/** `clearTimeout(timer)` */
const clear = native('clearTimeout', (call: Call) => {
  for (const option of call.args[0] ? [call.args[0]] : []) {
    const place = option.kind === 'object' ? option.fields.get('@timer') : undefined;
    if (place?.kind === 'constant' && typeof place.value === 'string')
      call.act.emit({ op: 'unlisten', handle: place.value, event: undefined }, call.token, call.frame);
  }
  return UNDEFINED;
});

export const TIMERS: Readonly<Record<string, Value>> = {
  setTimeout: timer('setTimeout', 'timer'),
  setInterval: timer('setInterval', 'interval'),
  setImmediate: timer('setImmediate', 'timer'),
  clearTimeout: clear,
  clearInterval: clear,
  clearImmediate: clear,
};

export const nextTick = native('nextTick', (call) => {
  const handler = listener(call, call.args[0] ?? UNKNOWN, undefined, call.args.slice(1), call.node);
  if (handler !== undefined)
    call.act.emit({ op: 'later', trigger: 'timer', handler }, call.token, call.frame);
  return UNDEFINED;
});

const sleep = native('sleep', ({ args }) => ({
  kind: 'pledge',
  place: undefined,
  on: 'timer',
  mayReject: false,
  value: () => args[1] ?? UNDEFINED,
}));

export const timersPromises = namespace('timers/promises', { setTimeout: sleep, setImmediate: sleep });
export const timersModule = namespace('timers', { ...TIMERS, promises: timersPromises });
