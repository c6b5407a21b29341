import { diagnose } from './diagnosis.js';
import { asTcpSocket, type ExplainedSocket } from './explained-socket.js';
import { portsOf, takeSnapshot, type NodeSocket } from './node-snapshot.js';
import type { Session } from './session.js';
import { SiteFinder } from './site-finder.js';

/**
 * The sockets of Node.js programs on other hosts. No kernel can be asked there, so only what Node.js itself knows is
 * told: the end has been read, and the program has neither ended nor destroyed its side.
 */
export class RemoteSockets {
  readonly #sites = new SiteFinder();
  /** By program, then by socket: when it was first seen like this, epoch milliseconds. */
  readonly #since = new Map<string, ReadonlyMap<string, number>>();

  /**
   * The sockets that look stuck in the threads of one program. Rejects with a sentence when there is no answer.
   * @param program tells programs apart. @param at epoch milliseconds.
   */
  async look(program: string, sessions: readonly Session[], at: number): Promise<readonly ExplainedSocket[]> {
    const before = this.#since.get(program);
    const since = new Map<string, number>();
    const found: ExplainedSocket[] = [];
    for (const session of sessions) {
      for (const socket of (await takeSnapshot(session)).sockets.filter(looksStuck)) {
        const id = `node:${program}:${portsOf(socket).join('/')}`;
        const first = before?.get(id) ?? at;
        since.set(id, first);
        const unseen = { id, state: 'CLOSE_WAIT', holders: [], since: first } as const;
        const site = await this.#sites.siteOf(session, program, socket, diagnose(socket));
        found.push({ socket: asTcpSocket(socket, unseen), site });
      }
    }
    this.#since.set(program, since);
    return found;
  }

  /** Forgets all programs but these. */
  keep(programs: ReadonlySet<string>): void {
    for (const program of this.#since.keys()) if (!programs.has(program)) this.#since.delete(program);
  }
}

function looksStuck({ ended, destroyed, ending }: NodeSocket): boolean {
  return ended && !destroyed && !ending;
}
