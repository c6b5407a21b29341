import type { Call } from '../evaluate/call.js';
import { listener } from '../evaluate/functions.js';
import type { Native, Stream, Value } from '../values.js';
import { native, object, optionOf, TRUE, UNDEFINED } from '../values.js';

/** `AbortSignal.timeout(ms)` fires whatever the peer does; any other signal may. */
export const abortSignal = {
  kind: 'native' as const,
  name: 'AbortSignal',
  member: (name: string): Value | undefined =>
    name === 'timeout'
      ? native('AbortSignal.timeout', () => {
          const made = object();
          made.fields.set('@fires', { kind: 'constant', value: 'timer' });
          return made;
        })
      : undefined,
};

/** `new AbortController()`: one of the module is about the whole program, and no connection's end makes it fire. */
export const abortController: Native = {
  kind: 'native',
  name: 'AbortController',
  construct: ({ frame }) => {
    const [made, signal] = [object(), object()];
    if (frame.isTop) signal.fields.set('@wide', TRUE);
    made.fields.set('signal', signal);
    made.fields.set(
      'abort',
      native('abort', () => UNDEFINED),
    );
    return made;
  },
};

/** Whether a signal may fire because of what happens to one connection. */
export function isOfConnection(signal: Value | undefined): boolean {
  return signal !== undefined && optionOf(signal, 'object')?.fields.has('@wide') !== true;
}

/** A signal destroys a stream when it fires. */
export function aborting(call: Call, signal: Value | undefined, target: Stream): void {
  if (!signal || (signal.kind === 'constant' && signal.value === undefined)) return;
  const fires = optionOf(optionOf(signal, 'object')?.fields.get('@fires'), 'constant')?.value === 'timer';
  const handler = listener(call, destroyer(target), undefined, [target], call.node);
  if (handler !== undefined)
    call.act.emit({ op: 'later', trigger: fires ? 'timer' : 'abort', handler }, call.token, call.frame);
}

const destroyers = new WeakMap<Stream, Value>();

function destroyer(target: Stream): Value {
  const known = destroyers.get(target);
  if (known) return known;
  const made = native('abort', ({ act, token, frame }) => {
    act.emit({ op: 'close', handle: target.place, how: 'abort' }, token, frame);
    return UNDEFINED;
  });
  destroyers.set(target, made);
  return made;
}
