import type { Leak } from '../lifecycle/leak.js';
import type { RuleId } from '../shared/rule-id.js';
import { closeOnEveryPath } from './close-on-every-path.js';
import { consumeResponse } from './consume-response.js';
import { detectDeadPeer } from './detect-dead-peer.js';
import { handleEof } from './handle-eof.js';
import { noSwallowedError } from './no-swallowed-error.js';
import { noUnpairedPipe } from './no-unpaired-pipe.js';
import { noUnreadSocket } from './no-unread-socket.js';
import type { Rule } from './rule.js';
import { timeoutMustClose } from './timeout-must-close.js';

/** Every rule by its id; the mapped type makes a forgotten one a compile error. */
export const RULES: { readonly [K in RuleId]: Rule & { readonly id: K } } = {
  'handle-eof': handleEof,
  'no-unread-socket': noUnreadSocket,
  'no-swallowed-error': noSwallowedError,
  'close-on-every-path': closeOnEveryPath,
  'no-unpaired-pipe': noUnpairedPipe,
  'timeout-must-close': timeoutMustClose,
  'consume-response': consumeResponse,
  'detect-dead-peer': detectDeadPeer,
};

/**
 * What a leak's rule says of it: what happens, then what to do.
 * @throws RangeError when the rule has no message for this kind: a solver and its rule page disagree.
 */
export function messageOf(leak: Leak): string {
  const message = RULES[leak.rule].messages[leak.kind];
  if (!message) throw new RangeError(`rule ${leak.rule} has no message for ${leak.kind}`);
  return message(leak);
}
