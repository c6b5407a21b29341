import * as l10n from '@vscode/l10n';
import type { OpenedLine } from '../shared/opened-line.js';
import { logPointsOf, type LogPoint, type OpenLog } from './open-log.js';

/** A program stops at every hit for about a millisecond: enough to tell the lines, not enough to slow it down for long. */
export const MOST_HITS = 1_000;

/** Log points that were set, beside the user's own breakpoints. */
export interface SetPoints {
  /** Those that could not be set because the user has a breakpoint there are not counted. */
  readonly count: number;
  remove(): void;
}

/** Sets log points in the debugger. */
export type SetLogPoints = (points: readonly LogPoint[]) => SetPoints;

interface Logging {
  readonly points: SetPoints;
  hits: number;
}

/** Has a debugger log where sockets are opened, for a limited number of openings per session. */
export class OpenLogger {
  readonly #sessions = new Map<string, Logging>();

  constructor(
    private readonly set: SetLogPoints,
    private readonly log: OpenLog,
    private readonly now: () => number = Date.now,
  ) {}

  isLogging(session: string): boolean {
    return this.#sessions.has(session);
  }

  /** Sets log points after the lines; gives their number. Throws a sentence when there is none to set. */
  start(session: string, lines: readonly OpenedLine[]): number {
    this.stop(session);
    const wanted = logPointsOf(lines);
    if (wanted.length === 0)
      throw new Error(
        l10n.t('In this program no line is known after which the new descriptor could be logged.'),
      );
    const points = this.set(wanted);
    if (points.count === 0)
      throw new Error(l10n.t('Nothing is logged: the lines have breakpoints of yours already.'));
    this.#sessions.set(session, { points, hits: 0 });
    return points.count;
  }

  /** What a session wrote to the debug console. True when openings were in it. */
  output(session: string, text: string): boolean {
    const logging = this.#sessions.get(session);
    if (logging === undefined) return false;
    const hits = this.log.note(session, text, this.now());
    logging.hits += hits;
    if (logging.hits >= MOST_HITS) this.stop(session);
    return hits > 0;
  }

  stop(session: string): void {
    this.#sessions.get(session)?.points.remove();
    this.#sessions.delete(session);
    this.log.stop(session);
  }

  /** Stops for all sessions but these. */
  keep(sessions: ReadonlySet<string>): void {
    for (const session of [...this.#sessions.keys()]) if (!sessions.has(session)) this.stop(session);
  }
}
