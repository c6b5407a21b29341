import * as l10n from '@vscode/l10n';
import type { Sample, SocketOwner } from '../shared/sample.js';
import type { TcpState } from '../shared/tcp-state.js';
import { LinuxSampler } from './linux.js';
import { MacTable } from './macos.js';
import { OwnedTableSampler } from './owned-table.js';
import type { ProcReader } from './proc-reader.js';
import type { Runner } from './runner.js';
import { WindowsTable } from './windows.js';

/** How many sockets are in each state; states without any are absent. */
export type StateCounts = Readonly<Partial<Record<TcpState, number>>>;

/** Looks at the TCP sockets of processes. Calls must not overlap: a sampler remembers what it saw. */
export interface Sampler {
  /**
   * The sockets in CLOSE_WAIT of `pids` and of their descendants. What could not be seen is said in `limitation`;
   * rejects only when nothing could be seen at all, with a sentence for the user as the error's message.
   */
  sample(pids: readonly number[]): Promise<Sample>;
  /**
   * The sockets of `pids` and their descendants by state, for a chart. Dearer than `sample`: every socket of the
   * network namespace is read. Sockets that already left their process (TIME_WAIT, LAST_ACK and the like) are
   * counted when their local port is one the processes listen on.
   */
  countStates(pids: readonly number[]): Promise<StateCounts>;
  /** All processes of this machine that own TCP sockets, as far as this user may see; those that listen first. */
  owners(): Promise<readonly SocketOwner[]>;
  /** Ends child processes that were kept running. The sampler must not be used afterwards. */
  dispose(): void;
}

/** The world a sampler looks at; recorded in tests. */
export interface SamplerDeps {
  readonly runner: Runner;
  readonly proc: ProcReader;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A steady clock in milliseconds, for costs. */
  readonly steady: () => number;
}

/** The sampler of an operating system (`process.platform`). Throws a sentence for the user on one that is not known. */
export function createSampler(platform: NodeJS.Platform, deps: SamplerDeps): Sampler {
  switch (platform) {
    case 'linux':
    case 'android':
      return new LinuxSampler(deps);
    case 'darwin':
      return new OwnedTableSampler(new MacTable(deps.runner), deps);
    case 'win32':
      return new OwnedTableSampler(new WindowsTable(deps.runner), deps);
    default:
      throw new Error(l10n.t('Sockets cannot be read on this operating system ({0}).', platform));
  }
}
