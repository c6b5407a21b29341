import * as l10n from '@vscode/l10n';
import { groupBy } from '../shared/group-by.js';
import type { TcpState } from '../shared/tcp-state.js';
import { errorCode, type ProcReader } from './proc-reader.js';
import { readProcNetTcp } from './proc-net-tcp.js';
import { RunnerError, type Runner } from './runner.js';
import type { SocketRow } from './socket-row.js';
import { listAll, listStuckAndListening } from './ss.js';

/** Rows of the socket tables, and sentences for the user about what could not be read. */
export interface Rows {
  readonly rows: readonly SocketRow[];
  readonly notes: readonly string[];
}

/** Reads the socket tables of the network namespaces that processes live in: `ss` for ours, /proc for others and without ss. */
export class LinuxTables {
  #ssMissing = false;

  constructor(
    private readonly runner: Runner,
    private readonly proc: ProcReader,
  ) {}

  /** The rows in `states` (all states by default). Rejects with a sentence for the user when no table could be read. */
  async read(pids: readonly number[], states?: ReadonlySet<TcpState>): Promise<Rows> {
    const rows: SocketRow[] = [];
    const notes: string[] = [];
    for (const [namespace, members] of this.#namespaces(pids)) {
      const own = namespace === 'own' ? await this.#bySs(notes, states) : undefined;
      for (const row of own ?? (await this.#byProc(members, states))) rows.push(row);
    }
    return { rows, notes };
  }

  /** The processes by network namespace; those that are gone are absent. */
  #namespaces(pids: readonly number[]): Map<number | 'own', number[]> {
    const own = this.#namespace('self');
    return groupBy(pids, (pid) => {
      const namespace = this.#namespace(`${pid}`);
      if (namespace === undefined) return [];
      return [namespace === own ? 'own' : namespace];
    });
  }

  /**
   * The inode of /proc/PID/net/tcp, one per network namespace: unlike the link /proc/PID/ns/net it may be read of
   * everybody's processes. Undefined for a process that is gone.
   */
  #namespace(pid: string): number | undefined {
    try {
      return this.proc.inode(`/proc/${pid}/net/tcp`);
    } catch {
      return undefined;
    }
  }

  async #bySs(notes: string[], states: ReadonlySet<TcpState> | undefined): Promise<SocketRow[] | undefined> {
    if (!this.#ssMissing) {
      try {
        return await (states === undefined ? listAll(this.runner) : listStuckAndListening(this.runner));
      } catch (error) {
        if (!(error instanceof RunnerError)) throw error;
        this.#ssMissing = error.reason === 'missing';
        if (!this.#ssMissing)
          notes.push(l10n.t('{0} The socket table of /proc is read instead.', error.message));
      }
    }
    if (this.#ssMissing)
      notes.push(l10n.t('ss is not installed (package iproute2): ages count from the first look.'));
    return undefined;
  }

  /** The members may end at any moment, so the next one is asked when one is gone. */
  async #byProc(members: readonly number[], states: ReadonlySet<TcpState> | undefined): Promise<SocketRow[]> {
    let failure: unknown;
    for (const pid of members) {
      try {
        return await readProcNetTcp(this.proc, pid, states);
      } catch (error) {
        failure = error;
      }
    }
    const code = errorCode(failure);
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EINVAL') return [];
    throw new Error(
      l10n.t(
        'The socket table of process {0} cannot be read ({1}).',
        String(members[0]),
        code ?? 'unknown error',
      ),
    );
  }
}
