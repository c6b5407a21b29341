import type { Leak } from '../../lifecycle/leak.js';
import type { Parsed } from './parse.js';
import { isKnownAt } from './repairs/names.js';
import { partOf, receiverOf, resultAt, takenBy } from './repairs/results.js';
import { innermost, isCallOf, isFunction, pathTo, textOf, walk, type Node } from './repairs/syntax.js';

/** Adds what only the syntax tells: the streams a message or repair has to name. */
export function inWordsOfFile(leak: Leak, parsed: Parsed): Leak {
  switch (leak.kind) {
    case 'paused':
      return pausedForSink(leak, parsed);
    case 'consumer-does-not-end':
      return consumedElsewhere(leak, parsed);
    case 'body-unread':
      return namedByCaller(leak, parsed);
    default:
      return leak;
  }
}

/** A response that came out of a promise is called what its variable is called. */
function namedByCaller(leak: Leak, parsed: Parsed): Leak {
  const path = pathTo(parsed, leak.at);
  if (leak.detail?.['received'] !== undefined)
    return { ...leak, name: receivedName(leak, parsed, path) ?? 'response' };
  if (isKnownAt(path, leak.name)) return leak;
  const name = resultAt(parsed, path, leak.opened, leak.name);
  return name === undefined ? leak : { ...leak, name };
}

/** What the caller of the function that asked for the response calls it. */
function receivedName(leak: Leak, parsed: Parsed, path: readonly Node[]): string | undefined {
  const part = partOf(leak);
  if (part === '') return undefined;
  for (const { span, file } of leak.steps.toReversed()) {
    const receiver = file === undefined ? receiverOf(pathTo(parsed, span), span) : undefined;
    if (receiver && 'pattern' in receiver) return part && (takenBy(receiver.pattern, part) ?? part);
    if (receiver && 'name' in receiver && isKnownAt(path, receiver.name))
      return part === undefined ? receiver.name : `${receiver.name}.${part}`;
  }
  return undefined;
}

/** `if (!sink.write(chunk)) socket.pause()` */
function pausedForSink(leak: Leak, parsed: Parsed): Leak {
  const test = innermost(pathTo(parsed, leak.at), (node) => node.type === 'IfStatement')?.node;
  if (test?.type !== 'IfStatement') return leak;
  for (const node of walk(test.test)) {
    if (!isCallOf(node, 'write') || node.callee.type !== 'MemberExpression') continue;
    const sink = textOf(parsed, node.callee.object);
    return { ...leak, kind: 'paused-no-drain', detail: { ...leak.detail, sink } };
  }
  return leak;
}

/** A helper that only reads is not to blame: whoever got the socket has to end it. */
function consumedElsewhere(leak: Leak, parsed: Parsed): Leak {
  const own = innermost(pathTo(parsed, leak.opened), isFunction)?.node;
  const reader = innermost(pathTo(parsed, leak.at), isFunction)?.node;
  if (!own || own === reader) return leak;
  const at = leak.opened;
  return { ...leak, kind: 'eof-unhandled', at, name: parsed.text.slice(at.start, at.end) };
}
