import * as l10n from '@vscode/l10n';
import { parseLsof } from './lsof.js';
import type { OwnedTable, OwnedTableReader } from './owned-table.js';
import type { RunningProcess } from './process-tree.js';
import { RunnerError, type Runner } from './runner.js';

const TIMEOUT_MS = 10_000;

/** A process and whose it is. */
interface OwnedProcess extends RunningProcess {
  readonly uid: number;
}

/**
 * macOS: `lsof` for the sockets (netstat's columns changed with macOS 15, nettop burns a core), `ps` for the processes.
 * Not accepted connections are shown by neither.
 */
export class MacTable implements OwnedTableReader {
  constructor(
    private readonly runner: Runner,
    private readonly uid: number | undefined = process.getuid?.(),
  ) {}

  async read(choose?: (processes: readonly RunningProcess[]) => readonly number[]): Promise<OwnedTable> {
    const processes = await this.#processes();
    const pids = choose?.(processes);
    const rows = pids?.length === 0 ? [] : parseLsof(await this.#lsof(pids));
    return { rows, processes, notes: this.#notes(processes, pids ?? []) };
  }

  dispose(): void {
    // Nothing is kept running.
  }

  async #processes(): Promise<OwnedProcess[]> {
    const { stdout } = await this.runner.run(
      '/bin/ps',
      ['-axo', 'pid=,ppid=,uid=,state=,ucomm='],
      TIMEOUT_MS,
    );
    return parsePs(stdout);
  }

  /** lsof's status is 1 both for "nothing found" and for "not all could be looked at". */
  async #lsof(pids: readonly number[] | undefined): Promise<string> {
    const which = pids === undefined ? [] : ['-a', '-p', pids.join(',')];
    const output = await this.runner.run('lsof', ['-nP', ...which, '-iTCP', '-Tqs', '-FpcfPnT'], TIMEOUT_MS);
    if (output.code === 0 || output.stdout !== '' || output.stderr === '') return output.stdout;
    throw new RunnerError('failed', l10n.t('lsof failed: {0}', output.stderr.trim().split('\n')[0] ?? ''));
  }

  #notes(processes: readonly OwnedProcess[], pids: readonly number[]): string[] {
    if (this.uid === 0 || this.uid === undefined) return [];
    const foreign = processes.filter(({ pid, uid }) => uid !== this.uid && pids.includes(pid));
    if (foreign.length === 0) return [];
    const list = foreign.map(({ pid }) => pid).join(', ');
    return [
      l10n.t(
        "No permission to see the sockets of process {0} (another user's): run as its owner or as root.",
        list,
      ),
    ];
  }
}

/** Parses `ps -axo pid=,ppid=,uid=,state=,ucomm=`; zombies are left out. */
export function parsePs(text: string): OwnedProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, uid, state = '', name = ''] =
      /^\s*(\d+)\s+(\d+)\s+(-?\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (pid === undefined || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), uid: Number(uid), name }];
  });
}
