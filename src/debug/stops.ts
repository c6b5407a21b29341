import { fieldsOf } from './session.js';

/** Requests after which a program runs again (DAP; their responses come before any `continued` event, if one comes). */
const RESUMING = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'goto']);

/** Knows by the DAP messages of the sessions which of them are stopped, and in which thread. */
export class Stops {
  readonly #threads = new Map<string, number>();

  /** The thread that stopped last; undefined while the program runs. */
  threadOf(session: string): number | undefined {
    return this.#threads.get(session);
  }

  fromAdapter(session: string, message: unknown): void {
    const { type, event, command, success, body } = fieldsOf(message);
    if (type === 'response' && success === true && RESUMING.has(String(command)))
      this.#threads.delete(session);
    if (type !== 'event') return;
    const { threadId } = fieldsOf(body);
    if (event === 'stopped' && typeof threadId === 'number') this.#threads.set(session, threadId);
    if (event === 'continued' || event === 'terminated' || event === 'exited') this.#threads.delete(session);
  }

  forget(session: string): void {
    this.#threads.delete(session);
  }
}
