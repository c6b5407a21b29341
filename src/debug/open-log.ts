import type { OpenedLine } from '../shared/opened-line.js';

/** A line that a debugger writes each time a descriptor was opened. */
export interface LogPoint {
  /** Absolute path. */
  readonly file: string;
  /** 1-based: where it stands, a line after the one that opens. */
  readonly line: number;
  /** As DAP wants it: what is in braces is evaluated. */
  readonly message: string;
}

/** What our log messages begin with, and those of nobody else. */
export const LOG_MARK = 'Closewait: descriptor ';

/** The log points for lines that open sockets; none for those whose descriptor cannot be read. */
export function logPointsOf(lines: readonly OpenedLine[]): readonly LogPoint[] {
  return lines.flatMap(({ file, line, kind, log }) =>
    /[{}]/.test(file)
      ? []
      : (log?.lines ?? []).map((at) => {
          const message = `${LOG_MARK}{${log?.expression ?? ''}} ${kind} at ${file}:${line}`;
          return { file, line: at, message };
        }),
  );
}

/** One opening that was logged. */
export interface LoggedOpening {
  readonly fd: number;
  readonly kind: OpenedLine['kind'];
  readonly file: string;
  /** Of the opening line, 1-based. */
  readonly line: number;
}

/** What our log points wrote in a text of the debug console; openings that failed (a negative descriptor) are left out. */
export function loggedOpenings(output: string): LoggedOpening[] {
  const found = output.matchAll(
    /^Closewait: descriptor (?:\(int\) )?(-?\d+) (accepted|connected) at (.+):(\d+)\s*$/gm,
  );
  return [...found].flatMap(([, fd, kind, file = '', line]) => {
    const opening = { fd: Number(fd), file, line: Number(line) };
    return opening.fd < 0 ? [] : [{ ...opening, kind: kind === 'connected' ? 'connected' : 'accepted' }];
  });
}

interface Noted extends LoggedOpening {
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A socket's opening as it was logged. */
export type Opening = Pick<Noted, 'file' | 'line' | 'at'>;

/** A line is written a moment after its socket was opened, and that socket's peer may have closed by then. */
const LATE_MS = 2_000;

/** Remembers what log points wrote, and which socket it was about. */
export class OpenLog {
  /** By session and descriptor: the last opening. */
  readonly #noted = new Map<string, Noted>();
  readonly #joined = new Map<string, Opening>();

  /** Entries kept, for watching that memory stays flat. */
  get size(): number {
    return this.#noted.size + this.#joined.size;
  }

  /** Takes over what a session wrote; gives the number of openings in it. `at`: epoch milliseconds. */
  note(session: string, output: string, at: number): number {
    const openings = loggedOpenings(output);
    for (const opening of openings) this.#noted.set(`${session} ${opening.fd}`, { ...opening, at });
    return openings.length;
  }

  /**
   * The opening of a socket that was seen in a session's process as `fd` and entered its state at `since` (epoch ms).
   * Once found it stays with the socket; descriptors are used again.
   */
  openingOf(
    session: string,
    fd: number,
    { id, role, since }: { readonly id: string; readonly role: string; readonly since: number },
  ): Opening | undefined {
    const known = this.#joined.get(id);
    if (known !== undefined) return known;
    const noted = this.#noted.get(`${session} ${fd}`);
    if (noted?.kind !== role || noted.at > since + LATE_MS) return undefined;
    this.#noted.delete(`${session} ${fd}`);
    this.#joined.set(id, noted);
    return noted;
  }

  /** Nothing is logged any more: descriptors opened from now on are not told, so none is taken for an older one. */
  stop(session: string): void {
    for (const key of this.#noted.keys()) if (key.startsWith(`${session} `)) this.#noted.delete(key);
  }

  /** Forgets all sockets but these. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#joined.keys()) if (!ids.has(id)) this.#joined.delete(id);
  }
}
