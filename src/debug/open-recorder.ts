import { evaluateText } from './node-snapshot.js';
import { RECORD_EXPRESSION, STOP_RECORDING_EXPRESSION } from './recording-expression.js';
import type { Session } from './session.js';

const TIMEOUT_MS = 3_000;

/** Has the debugged Node.js programs note where they open sockets, and stops it. One question at a time. */
export class OpenRecorder {
  readonly #recording = new Map<string, Session>();
  #work: Promise<void> = Promise.resolve();

  /** Makes `sessions` (those that run) record or not; resolves when all were asked. Never rejects. */
  bring(sessions: readonly Session[], wanted: boolean): Promise<void> {
    this.#work = this.#work.then(() => this.#bringNow(sessions, wanted));
    return this.#work;
  }

  isRecording(session: string): boolean {
    return this.#recording.has(session);
  }

  async #bringNow(sessions: readonly Session[], wanted: boolean): Promise<void> {
    const running = new Set(sessions.map(({ id }) => id));
    for (const id of this.#recording.keys()) if (!running.has(id)) this.#recording.delete(id);
    for (const session of sessions) {
      if (this.isRecording(session.id) === wanted) continue;
      const expression = wanted ? RECORD_EXPRESSION : STOP_RECORDING_EXPRESSION;
      const answer = await evaluateText(session, expression, TIMEOUT_MS).catch(() => undefined);
      if (answer === 'recording') this.#recording.set(session.id, session);
      if (answer === 'stopped') this.#recording.delete(session.id);
    }
  }
}
