import type { Call } from '../evaluate/call.js';
import type { Pledge, Stream, Value } from '../values.js';
import { native, object, UNKNOWN } from '../values.js';
import { isHead } from './options.js';
import { nameFor, open, stream } from './resources.js';
import { somePledge } from './promises.js';

/** A response whose body keeps its connection until it is read or cancelled (undici documentation, "Body mixin"). */
function response(call: Pick<Call, 'act' | 'frame' | 'node'>, api: string, at = call.node): Stream {
  const made = stream(call, 'fetched', nameFor(call.node, 'response'));
  open(call, made, { api, kind: 'body', halfOpen: false }, at);
  return made;
}

export const fetchFunction = native('fetch', (call) => {
  if (isHead(call.args)) return somePledge(() => UNKNOWN);
  return somePledge((scope) => response({ ...scope, node: call.node }, 'fetch', call.token));
});

/** undici's `request`: the body is one field of what it gives. */
export function requested(call: Call): Pledge {
  if (isHead(call.args)) return somePledge(() => UNKNOWN);
  return somePledge((scope): Value => {
    const made = object();
    made.fields.set('body', response({ ...scope, node: call.node }, 'undici request'));
    for (const name of ['statusCode', 'headers', 'trailers', 'opaque', 'context'])
      made.fields.set(name, UNKNOWN);
    return made;
  });
}
