import type { Leak } from '../lifecycle/leak.js';
import type { StreamLeakKind } from '../lifecycle/stream/kinds.js';
import { SLOW } from './descriptors.js';

/**
 * What the rule pages say of the sockets of Node.js. What is claimed was measured on Node.js 20 and 24: a FIN is acted
 * upon only when every byte before it was consumed; a half-open socket ends only when somebody ends it.
 */
type Messages = Readonly<Partial<Record<StreamLeakKind, (leak: Leak) => string>>>;

const why = ({ origin }: Leak): string =>
  origin.api.startsWith('http ')
    ? `http hands this socket out half-open`
    : `This socket is half-open (allowHalfOpen)`;

export const STREAM_EOF_MESSAGES: Messages = {
  'eof-unhandled': (leak) =>
    `${why(leak)}: when the peer ends, nothing ends this side and ${leak.name} stays in CLOSE_WAIT. End it on 'end', or let a timeout destroy it.`,
  'end-listener-does-not-end': (leak) =>
    `${why(leak)} and the listener that is told of its end leaves it open: ${leak.name} stays in CLOSE_WAIT. Call ${leak.name}.end() there.`,
  'consumer-does-not-end': (leak) =>
    `${why(leak)}: this reads it to its end but does not end this side, so ${leak.name} stays in CLOSE_WAIT. Call ${leak.name}.end() afterwards.`,
  'handed-out-unread': (leak) =>
    `${why(leak)} and the listener has to close it: nobody reads or ends ${leak.name}, so it stays in CLOSE_WAIT. Read it and end it on 'end', or destroy it.`,
};

export const STREAM_UNREAD_MESSAGES: Messages = {
  'never-read': ({ name }) =>
    `Nobody reads ${name}: one unread byte hides the peer's FIN, and it stays in CLOSE_WAIT. Call ${name}.resume(), or read it.`,
  'handed-out-unread': ({ name }) =>
    `Nobody reads ${name}: one unread byte hides the peer's FIN, and it stays in CLOSE_WAIT. Read it, or destroy it.`,
  paused: ({ name }) =>
    `Reading stops here and nothing is bound to resume it: the peer's FIN is never seen and ${name} stays in CLOSE_WAIT. Resume or destroy ${name}.`,
  'paused-no-drain': ({ name }) =>
    `${name} is paused until there is room, but nothing resumes it on 'drain': the peer's FIN is never seen and it stays in CLOSE_WAIT. Resume it on 'drain'.`,
  'opened-paused': ({ name }) =>
    `${name} is opened without being read and nothing resumes it: not even a bare FIN is seen, and it stays in CLOSE_WAIT. Call ${name}.resume(), or destroy it.`,
  'readable-not-drained': ({ name }) =>
    `This 'readable' listener does not always read what has come: the rest hides the peer's FIN and ${name} stays in CLOSE_WAIT. Read until read() gives null.`,
  'onread-stops': ({ name }) =>
    `An onread callback that returns false pauses ${name}, and nothing resumes it: the peer's FIN is never seen. Return true, or resume later.`,
};

export const STREAM_PATH_MESSAGES: Messages = {
  'end-listener-path': ({ name }) =>
    `On this way through the 'end' listener nothing ends ${name}, which is half-open: it stays in CLOSE_WAIT. End ${name} on every path.`,
  'path-abandons': ({ name }) =>
    `This way leaves ${name} open and unread: once the peer closes, it stays in CLOSE_WAIT. Destroy ${name}, or end and resume it, before leaving.`,
  'error-path-abandons': ({ name }) =>
    `When this fails, ${name} stays open and nobody reads it: once the peer closes, it stays in CLOSE_WAIT. Destroy ${name} when it fails.`,
  'shared-copy-kept': ({ name }) =>
    `The child gets a copy of ${name}; the parent's own stays open and keeps the connection in CLOSE_WAIT. Destroy ${name} once the child has started.`,
  'forgotten-in-collection': ({ name }) =>
    `The sockets held here are forgotten while they are open and unread: they stay in CLOSE_WAIT. Destroy ${name} first.`,
};

export const STREAM_PIPE_MESSAGES: Messages = {
  'pipe-target-fails': ({ name }) =>
    `pipe() does not pass errors on: when its target fails or closes, ${name} is left paused and unread and stays in CLOSE_WAIT. Use pipeline(), or destroy ${name} with the target.`,
  'pipe-one-sided': ({ name }) =>
    `${name} is half-open and this pipe only reads it: when the peer ends, nothing ends this side and it stays in CLOSE_WAIT. End ${name} on 'end'.`,
  'pipe-waits-for-partner': ({ name }) =>
    `${name} is half-open and ends only when the other side does: a partner that hangs keeps it in CLOSE_WAIT. Bound the wait with a timeout that destroys, or end both sides together.`,
};

export const STREAM_ERROR_MESSAGES: Messages = {
  'owner-does-not-close': ({ origin, name }) =>
    `A listener of '${origin.api.split(' ').at(-1) ?? 'this event'}' takes over closing the socket, and this one leaves ${name} open. Call ${name}.destroy(), or end it with an answer, on every path.`,
};

export const STREAM_TIMEOUT_MESSAGES: Messages = {
  unflushed: ({ name }) =>
    `A peer that stops reading never takes all of this: ${name} waits for the flush for ever, in CLOSE_WAIT once the peer ends. Add an idle timeout that destroys ${name}.`,
  'timeout-only-logs': ({ name }) =>
    `'timeout' only tells that ${name} is idle, and nothing closes it: a peer that has vanished without a FIN keeps it open for ever. Destroy ${name} when it fires.`,
};

export const STREAM_BODY_MESSAGES: Messages = {
  'body-unread': ({ name, detail }) =>
    `The response body is left unread on this way: its connection is kept, and in CLOSE_WAIT once the server closes. ${cure(detail?.['api'], name)}`,
};

function cure(api: string | undefined, name: string): string {
  if (api === 'fetch') return `Read it, or cancel it: await ${name}.body?.cancel().`;
  if (api === 'undici') return 'Read it, or discard it: await body.dump().';
  if (api === 'ws') return 'Destroy the request.';
  return `Read it, or discard it: ${name}.resume().`;
}

export const STREAM_ADVICE_MESSAGES: Messages = {
  'keepalive-slow': ({ name }) =>
    `Keepalive without a delay notices a dead peer of ${name} after ${SLOW} s (Linux: 7200 s of silence, then 9 probes 75 s apart). Give one: setKeepAlive(true, 60_000) probes after 60 s of silence and fails the socket 10 s later. That does not end CLOSE_WAIT: the kernel of a living peer answers probes.`,
  'silence-unnoticed': ({ name }) =>
    `A peer that loses power or network sends no FIN: while nothing is written to it, ${name} stays open for ever. Add an idle timeout that destroys it, or setKeepAlive(true, 60_000): the kernel probes after 60 s of silence and fails the socket 10 s later. That does not end CLOSE_WAIT: the kernel of a living peer answers probes.`,
};
