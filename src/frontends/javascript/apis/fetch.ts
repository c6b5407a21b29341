import type { TSESTree } from '@typescript-eslint/types';
import type { Call } from '../evaluate/call.js';
import type { Pledge, PledgeContext, Stream, Value } from '../values.js';
import { native, object, UNKNOWN } from '../values.js';
import { isPageScript, isRelative } from './browsers.js';
import { isHead } from './options.js';
import { nameFor, open, streamOnce } from './resources.js';
import { somePledge } from './promises.js';

/** A response whose body keeps its connection until it is read or cancelled (undici documentation, "Body mixin"). */
function response(asked: Call, scope: PledgeContext, api: string, at: TSESTree.Node): Stream {
  const made = streamOnce(asked, 'fetched', nameFor(asked.node, 'response'));
  open(scope, made, { api, kind: 'body', halfOpen: false }, at);
  return made;
}

export const fetchFunction = native('fetch', (call) => {
  const { args, argNodes, frame } = call;
  if (isHead(args) || isRelative(argNodes[0]) || isPageScript(frame.module.parsed))
    return somePledge(() => UNKNOWN);
  return somePledge((scope) => response(call, scope, 'fetch', call.token));
});

/** undici's `request`: the body is one field of what it gives. */
export function requested(call: Call): Pledge {
  if (isHead(call.args)) return somePledge(() => UNKNOWN);
  return somePledge((scope): Value => {
    const made = object();
    made.fields.set('body', response(call, scope, 'undici request', call.node));
    for (const name of ['statusCode', 'headers', 'trailers', 'opaque', 'context'])
      made.fields.set(name, UNKNOWN);
    return made;
  });
}
