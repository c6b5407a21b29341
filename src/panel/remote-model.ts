import type { Debuggee } from '../debug/debuggees.js';
import type { ExplainedSocket } from '../debug/explained-socket.js';
import { isNodeSession } from '../debug/session.js';
import { shownRemote, type ShownProcess } from './observed.js';
import { STUCK_AFTER_MS, type ProcessPicture, type StuckSocket } from './socket-model.js';

interface RemoteState {
  readonly process: ShownProcess;
  readonly ended: boolean;
  readonly stuck: readonly StuckSocket[];
}

/** Whether a debuggee's sockets can be told by Node.js itself, because no kernel can be asked for them here. */
export function tellsItself({ adapter, remote }: Debuggee): boolean {
  return remote !== undefined && isNodeSession({ type: adapter });
}

/** Rows of programs on other hosts, as Node.js told them last. */
export class RemoteModel {
  #states = new Map<string, RemoteState>();

  /** Those that ended keep their last rows as long as they are named. */
  setDebuggees(debuggees: readonly Debuggee[]): void {
    const before = this.#states;
    this.#states = new Map(
      debuggees.filter(tellsItself).map((debuggee) => {
        const process = shownRemote(debuggee);
        const stuck = before.get(process.key)?.stuck ?? [];
        return [process.key, { process, ended: debuggee.ended, stuck }];
      }),
    );
  }

  /** Takes over what a program told at `at` (epoch ms); what is there for less than a moment only passes through. */
  observe(key: string, told: readonly ExplainedSocket[], at: number): void {
    const state = this.#states.get(key);
    if (state === undefined || state.ended) return;
    const stuck = told.filter(({ socket }) => at - socket.since >= STUCK_AFTER_MS);
    this.#states.set(key, { ...state, stuck });
  }

  pictures(): readonly ProcessPicture[] {
    return [...this.#states.values()]
      .filter(({ ended, stuck }) => !ended || stuck.length > 0)
      .map((state) => ({ ...state, unread: [], backlog: [] }));
  }
}
