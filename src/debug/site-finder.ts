import type { Cause, LeakSite, SourcePlace } from '../shared/leak-site.js';
import { causeWords } from './diagnosis.js';
import { handlerPlace } from './handler-place.js';
import { portsOf, type NodeSocket } from './node-snapshot.js';
import type { Session } from './session.js';
import { originalPlace } from './source-map.js';

/** Places of code that are kept; a program has far fewer. */
const MOST_PLACES = 500;

/**
 * Finds the lines of code for sockets of Node.js programs, each once per program: the line that opened the socket where
 * that was recorded, else the one that handles it.
 */
export class SiteFinder {
  readonly #places = new Map<string, SourcePlace | undefined>();

  /** Places kept, for watching that memory stays flat. */
  get size(): number {
    return this.#places.size;
  }

  /** The leak site of a socket; without a place when the adapter names none. Never rejects. @param program tells programs apart. */
  async siteOf(session: Session, program: string, socket: NodeSocket, cause: Cause): Promise<LeakSite> {
    const code = `${program}:${socket.site}`;
    const place = await this.#placeOf(code, session, socket);
    const where = place === undefined ? code : `${place.file}:${place.line}:${place.column}`;
    return {
      key: `${cause}@${where}`,
      cause,
      words: causeWords(cause),
      ...(place === undefined ? {} : { place }),
    };
  }

  async #placeOf(code: string, session: Session, socket: NodeSocket): Promise<SourcePlace | undefined> {
    if (!this.#places.has(code)) {
      const place = socket.opener
        ? await originalPlace(socket.opener)
        : await handlerPlace(session, portsOf(socket)).catch(() => undefined);
      if (this.#places.size >= MOST_PLACES) this.#places.clear();
      this.#places.set(code, place);
    }
    return this.#places.get(code);
  }
}
