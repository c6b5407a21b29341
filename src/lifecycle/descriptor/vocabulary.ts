/**
 * The `special` operations the descriptor automaton understands, with their places. A front end for a language with
 * synchronously read handles emits these; anything else about a handle is an ordinary operation or an escape.
 *
 * What needs no special:
 * - An API that only borrows the handle (setsockopt, getpeername): nothing, or `assign` for its result.
 * - A thread: two branches, `call` of its entry with `assign result 0`, and `assign result 1` for the failed start.
 * - The end of a function's text is a `return` at its closing brace, the end of a scope a `drop` at its brace.
 * - Buffered streams: `fdopen` is a `copy` with a test for NULL before it, `fclose` a `close`, `fgets` a `read`.
 */
export const SPECIAL = {
  /** `[place]`: it now points to storage nobody else can reach: malloc, calloc, new (after the `assign` of the result). */
  fresh: 'fresh',
  /** `[handle, count, result]`, '' for what is unknown: data is written; 0 bytes of a count of 0, else more or -1. */
  write: 'write',
  /** `[result]`: from here on two processes: 0 in the child, the child's id in the parent, -1 without a child. */
  fork: 'fork',
  /** `[]`: this process image is replaced; handles without `cloexec` live on in it. */
  exec: 'exec',
  /** `[result]`: waits until a child has ended. */
  waitChild: 'wait-child',
  /** `[handle]`: the descriptor does not survive `exec`. */
  cloexec: 'cloexec',
  /** `[handle, result]`: a socket gets its peer, or not. */
  connect: 'connect',
  /** `[handle, result]`: the socket becomes a listener; it is no connection and of no more interest. */
  listener: 'listener',
  /** `[handle]`, detail = comma separated poll events plus `ET`, `ONESHOT`: (re-)registered with epoll, kqueue. */
  watch: 'watch',
  /** `[handle]`: no longer watched. */
  unwatch: 'unwatch',
  /**
   * `[old, new]`: `new = dup(old)`: a second descriptor of whatever `old` is (of interest only when that is followed), or -1.
   * The connection ends with the last of them.
   */
  duplicate: 'duplicate',
  /** `[handle, store]`: the number was found in a store (a set of descriptors): it is one of those put there. */
  member: 'member',
  /** `[old, new]`: `dup2(old, new)`: what `new` named is closed, then it names a duplicate of `old`. */
  replace: 'replace',
  /** `[handle]`: it is duplicated onto standard input, output or error: `dup2(fd, 0)`. */
  standard: 'standard',
} as const;

export type Special = (typeof SPECIAL)[keyof typeof SPECIAL];
