import * as l10n from '@vscode/l10n';
import type { LeakSite } from '../shared/leak-site.js';
import type { OpenedLine } from '../shared/opened-line.js';
import type { TcpSocket } from '../shared/sample.js';
import { isNativeSession, nativeSources } from './native-sources.js';
import { OpenLog, type Opening } from './open-log.js';
import type { Session } from './session.js';

/** Asks the analysis for the lines of files that open sockets. */
export type AskForOpenings = (files: readonly string[]) => Promise<readonly OpenedLine[]>;

/** After so many milliseconds the sources are read anew: they may have been edited. */
const ASK_AGAIN_MS = 30_000;

const MOST_SESSIONS = 50;

/** What the keys of the sites of compiled programs begin with. */
export const NATIVE_KEY = 'native@';

/** By socket id: the line that opened it, and since when, epoch milliseconds, where that was logged. */
export interface NativeExplanation {
  readonly sites: ReadonlyMap<string, LeakSite>;
  readonly openedAt: ReadonlyMap<string, number>;
}

interface Known {
  readonly at: number;
  readonly lines: readonly OpenedLine[];
}

/**
 * Leak sites of compiled programs: no debugger tells where a descriptor came from, so the lines of the program's source
 * that accept (or connect) are the candidates; one that the analysis finds fault with comes first. What log points wrote
 * tells the line.
 */
export class NativeSites {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly sessionsOf: (pid: number) => readonly Session[],
    private readonly ask: AskForOpenings,
    private readonly log = new OpenLog(),
    private readonly now: () => number = Date.now,
  ) {}

  /** Sockets of other programs are absent. Never rejects. */
  async explain(sockets: readonly TcpSocket[]): Promise<NativeExplanation> {
    const sites = new Map<string, LeakSite>();
    const openedAt = new Map<string, number>();
    this.log.keep(new Set(sockets.map(({ id }) => id)));
    for (const socket of sockets) {
      const holder = this.#holderOf(socket);
      if (holder === undefined) continue;
      const { session, fd } = holder;
      const lines = await this.linesOf(session);
      const opening = fd === undefined ? undefined : this.log.openingOf(session.id, fd, socket);
      const site = siteOf(socket, lines, opening);
      if (site !== undefined) sites.set(socket.id, site);
      if (opening !== undefined) openedAt.set(socket.id, opening.at);
    }
    return { sites, openedAt };
  }

  #holderOf({ holders }: TcpSocket): { session: Session; fd: number | undefined } | undefined {
    const held = holders.flatMap(({ pid, fd }) => this.sessionsOf(pid).map((session) => ({ session, fd })));
    return held.find(({ session }) => isNativeSession(session));
  }

  /** The lines of a session's program that open sockets, read anew every now and then. Never rejects. */
  async linesOf(session: Session): Promise<readonly OpenedLine[]> {
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

function siteOf(
  { role }: TcpSocket,
  lines: readonly OpenedLine[],
  opening: Opening | undefined,
): LeakSite | undefined {
  const fitting = lines.filter(({ kind }) => kind === role);
  const logged = opening && fitting.find(({ file, line }) => file === opening.file && line === opening.line);
  const line = logged ?? fitting.find(({ fault }) => fault !== undefined) ?? fitting[0];
  if (line === undefined) return undefined;
  // A line that cannot be logged may have given the same descriptor later.
  const certain = fitting.length === 1 || (logged !== undefined && fitting.every(({ log }) => log));
  const place = { file: line.file, line: line.line, column: line.column };
  return {
    key: `${NATIVE_KEY}${line.file}:${line.line}:${line.column}`,
    cause: 'unknown',
    ...wordsOf(line, certain ? 1 : fitting.length),
    place,
    candidate: !certain,
  };
}

/** @param count of the lines that may have opened it. */
function wordsOf({ kind, fault }: OpenedLine, count: number): Pick<LeakSite, 'words' | 'said'> {
  if (fault === undefined)
    return { words: kind === 'accepted' ? acceptedText(count - 1) : connectedText(count - 1) };
  const words = (/^(.*?)[.:](?:\s|$)/s.exec(fault)?.[1] ?? fault).trim();
  return { words, said: `${words}.` };
}

function acceptedText(others: number): string {
  if (others === 0) return l10n.t('accepted here, still open');
  return others === 1
    ? l10n.t('accepted here or at one other place, still open')
    : l10n.t('accepted here or at one of {0} other places, still open', others);
}

function connectedText(others: number): string {
  if (others === 0) return l10n.t('connected here, still open');
  return others === 1
    ? l10n.t('connected here or at one other place, still open')
    : l10n.t('connected here or at one of {0} other places, still open', others);
}
