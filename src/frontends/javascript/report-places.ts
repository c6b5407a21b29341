import type { Leak } from '../../lifecycle/leak.js';
import type { Parsed } from './parse.js';
import { isKnownAt } from './repairs/names.js';
import { receiverOf, resultAt } from './repairs/results.js';
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

/** What the caller of the function that asked for the response called its result, where that is the response. */
function receivedName({ steps, detail }: Leak, parsed: Parsed, path: readonly Node[]): string | undefined {
  if (detail?.['received'] === 'part') return undefined;
  for (const { span, file } of steps.toReversed()) {
    const receiver = file === undefined ? receiverOf(pathTo(parsed, span), span) : undefined;
    if (receiver && 'name' in receiver) return isKnownAt(path, receiver.name) ? receiver.name : undefined;
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
