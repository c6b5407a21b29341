/**
 * What can go wrong with an event-driven socket, one word per case. `Leak.kind` of this solver is one of these; rule pages
 * have a message and the JavaScript front end a repair for each.
 *
 * For all of them `Leak.opened` is the token that makes the socket known: the parameter of the handler that is given it,
 * or the call that returns it. `Leak.name` is the source expression that names the socket at `Leak.at`
 * (`socket`, `this.stream`, `s.socket`), so that `NAME.destroy()` is right there.
 */
export const STREAM_LEAK_KINDS = [
  /** Half-open, read, and no listener or timer ends it after EOF. `at`: where it was opened. */
  'eof-unhandled',
  /** Half-open; its 'end' listener does not end it on any path. `at`: the listener's function, or the event's name. */
  'end-listener-does-not-end',
  /** Half-open; a path through the 'end' listener leaves without end (return, throw, catch). `at`: return/throw/call/catch. */
  'end-listener-path',
  /** Half-open; consumed by something that reads to EOF and then goes on without end: pipeline, finished, for await. `at`: its call/loop. */
  'consumer-does-not-end',
  /** Nobody reads it. `at`: where it was opened. */
  'never-read',
  /** Handed out by 'upgrade'/'connect'/'unknownProtocol': neither read nor ended. `at`: the listener, or where it was opened. */
  'handed-out-unread',
  /** A path (return, missing else, end of function) gives up on it unread or unended. `at`: the return, or the last call of the path. */
  'path-abandons',
  /** A throw, a rejected `await`, or a catch clause gives up on it. `at`: the throwing call/await, or the `catch` keyword. */
  'error-path-abandons',
  /** `pause()` and nothing that resumes or destroys. `at`: the pause call. */
  'paused',
  /** `pause()` for backpressure without resume on 'drain'. `at`: the pause call; `detail.sink`: expression of the target. */
  'paused-no-drain',
  /** Made with `pauseOnConnect` and never resumed. `at`: where it was opened, or the option. */
  'opened-paused',
  /** A 'readable' listener that does not read until null. `at`: the listener. */
  'readable-not-drained',
  /** An `onread` callback that returns false. `at`: the return, or the callback. */
  'onread-stops',
  /** `from.pipe(to)`: when `to` fails, `from` is left unread. `at`: the pipe call; `detail.to`. `name` is `from`. */
  'pipe-target-fails',
  /** Half-open `from.pipe(to)` whose return way does not come, or `{ end: false }`. `at`: the pipe call; `detail.to`. */
  'pipe-one-sided',
  /** Half-open; ended only when the partner ends, which may hang. `at`: the pipe call. `detail.to`: the partner. */
  'pipe-waits-for-partner',
  /** An owning event's listener ('clientError', …) that does not close. `at`: the listener or event name. `name`: the socket parameter, '' when it has none. */
  'owner-does-not-close',
  /** A timeout that only logs. `at`: the setTimeout call. */
  'timeout-only-logs',
  /** A response or request body that nobody consumes. `at`: call or return; `detail.api`: http | fetch | undici | ws. `name`: the message (or ''). */
  'body-unread',
  /** More is written than a peer that stopped reading takes, and no timeout destroys. `at`: the write or pipe. */
  'unflushed',
  /** The handle was given to another process and the parent keeps its copy. `at`: the call. `detail.child`: the child's expression, or ''. */
  'shared-copy-kept',
  /** A collection forgets sockets that are paused or half-open. `at`: the clear or delete; `detail.collection`: an iterable expression of them. */
  'forgotten-in-collection',
  /** Advice: silence of the peer is never noticed. `at`: where it was opened. */
  'silence-unnoticed',
  /** Advice: keepalive probes only after the system's own time. `at`: the call that switches it on. */
  'keepalive-slow',
] as const;

export type StreamLeakKind = (typeof STREAM_LEAK_KINDS)[number];
