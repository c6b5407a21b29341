import type { LeakSite } from '../shared/leak-site.js';
import type { OpenedLine } from '../shared/opened-line.js';
import type { TcpSocket } from '../shared/sample.js';
import { isNativeSession, nativeSources } from './native-sources.js';
import type { Session } from './session.js';

/** Asks the analysis for the lines of files that open sockets. */
export type AskForOpenings = (files: readonly string[]) => Promise<readonly OpenedLine[]>;

/** After so many milliseconds the sources are read anew: they may have been edited. */
const ASK_AGAIN_MS = 30_000;

const MOST_SESSIONS = 50;

interface Known {
  readonly at: number;
  readonly lines: readonly OpenedLine[];
}

/**
 * Leak sites of compiled programs: no debugger tells where a descriptor came from, so the lines of the program's source
 * that accept (or connect) are the candidates; one that the analysis finds fault with comes first.
 */
export class NativeSites {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly sessionsOf: (pid: number) => readonly Session[],
    private readonly ask: AskForOpenings,
    private readonly now: () => number = Date.now,
  ) {}

  /** By socket id; sockets of other programs are absent. Never rejects. */
  async sitesOf(sockets: readonly TcpSocket[]): Promise<ReadonlyMap<string, LeakSite>> {
    const sites = new Map<string, LeakSite>();
    for (const socket of sockets) {
      const [session] = socket.holders.flatMap(({ pid }) => this.sessionsOf(pid).filter(isNativeSession));
      const site = session === undefined ? undefined : siteOf(socket, await this.#linesOf(session));
      if (site !== undefined) sites.set(socket.id, site);
    }
    return sites;
  }

  async #linesOf(session: Session): Promise<readonly OpenedLine[]> {
    const known = this.#known.get(session.id);
    if (known !== undefined && this.now() - known.at < ASK_AGAIN_MS) return known.lines;
    if (this.#known.size >= MOST_SESSIONS) this.#known.clear();
    // Noted before the answer: a failure is not repeated at every look.
    this.#known.set(session.id, { at: this.now(), lines: known?.lines ?? [] });
    const lines = await this.ask(await nativeSources(session)).catch(() => known?.lines ?? []);
    this.#known.set(session.id, { at: this.now(), lines });
    return lines;
  }
}

function siteOf({ role }: TcpSocket, lines: readonly OpenedLine[]): LeakSite | undefined {
  const fitting = lines.filter(({ kind }) => kind === role);
  const line = fitting.find(({ fault }) => fault !== undefined) ?? fitting[0];
  if (line === undefined) return undefined;
  const place = { file: line.file, line: line.line, column: line.column };
  const key = `native@${line.file}:${line.line}:${line.column}`;
  return {
    key,
    cause: 'unknown',
    words: wordsOf(line, fitting.length),
    place,
    candidate: fitting.length > 1,
  };
}

function wordsOf({ kind, fault }: OpenedLine, count: number): string {
  if (fault !== undefined) return (/^(.*?)[.:](?:\s|$)/s.exec(fault)?.[1] ?? fault).trim();
  return count === 1
    ? `${kind} here, still open`
    : `${kind} here or at ${count - 1} other ${count === 2 ? 'place' : 'places'}, still open`;
}
