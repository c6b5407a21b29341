/** Why a socket stays open after its peer closed, as far as the runtime can tell (causes of Node.js: its stream state). */
export const CAUSES = [
  /** The end was seen; nobody called `end()` or `destroy()` (`allowHalfOpen`). */
  'half-open',
  /** No reader was ever attached: the end waits behind unread bytes. */
  'unread',
  /** A socket handed out by 'upgrade' or 'connect' that nobody reads. */
  'upgrade-unread',
  /** Paused with bytes in the buffer: the end is never emitted. */
  'paused',
  /** A 'readable' listener that does not call `read()`. */
  'readable-not-read',
  /** The pipe's target does not drain, so the source stopped. */
  'backpressure',
  /** An HTTP message whose body nobody consumes. */
  'message-not-consumed',
  /** `end()` was called; the peer does not take what is still to be written. */
  'flushing',
  /** Being destroyed at this moment. */
  'closing',
  /** The debugger has stopped the program, at a breakpoint or on request, before it read the end. */
  'stopped',
  /** The event loop is busy: the end has not been read. */
  'loop-blocked',
  'unknown',
] as const;

export type Cause = (typeof CAUSES)[number];

/** A line of the user's source. */
export interface SourcePlace {
  /** Absolute path, source-mapped where there is a map. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16. */
  readonly column: number;
}

/** The line of code that leaks: sockets of one process with equal `key` belong together. */
export interface LeakSite {
  readonly key: string;
  readonly cause: Cause;
  /** The cause in words for the user, lower case, no full stop: "end seen, end() never called". */
  readonly words: string;
  /** The same as a whole sentence where `words` may begin with a name of the code, whose first letter stays as it is. */
  readonly said?: string;
  /** The handler or opening line; absent when no user code is known. */
  readonly place?: SourcePlace;
  /** True when `place` is one of several possible lines (native programs: joined by listening port). */
  readonly candidate?: boolean;
}
