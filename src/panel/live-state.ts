import type { ExplainedSocket, SocketDetails } from '../debug/explained-socket.js';
import type { LeakSite } from '../shared/leak-site.js';
import type { Sample } from '../shared/sample.js';
import { GrowthMeter } from './growth.js';
import { History } from './history.js';
import type { Debuggee } from '../debug/debuggees.js';
import type { ObservedProcess } from './observed.js';
import { RemoteModel } from './remote-model.js';
import type { RowOrder } from './row-order.js';
import { SocketModel, type Picture } from './socket-model.js';
import { buildTree, growthKeys, processKey } from './tree-builder.js';
import type { TreeNode } from './tree-node.js';

/** All that the live view knows, without vscode: the rows' model, their growth, the counts over time, the user's choices. */
export class LiveState {
  readonly #model = new SocketModel();
  readonly #remote = new RemoteModel();
  readonly #growth = new GrowthMeter();
  readonly history = new History();
  filter = '';
  order: RowOrder = 'oldest';

  observe(roots: readonly ObservedProcess[], sample: Sample): void {
    this.#model.observe(roots, sample);
    this.history.add(sample);
    this.#growth.record(sample.at, growthKeys(this.picture()));
  }

  setRoots(roots: readonly ObservedProcess[], at: number): void {
    const before = this.picture().processes.length;
    this.#model.setRoots(roots, at);
    const after = this.picture().processes.length;
    if (before === 0 && after > 0) this.history.clear();
  }

  /** Of the debuggees, those on other hosts. */
  setRemote(debuggees: readonly Debuggee[]): void {
    this.#remote.setDebuggees(debuggees);
  }

  /** Takes over what a program on another host told of its sockets at `at` (epoch ms). */
  observeRemote(key: string, told: readonly ExplainedSocket[], at: number): void {
    this.#remote.observe(key, told, at);
    this.#growth.record(at, growthKeys(this.picture()));
  }

  /** True when that was news. */
  setSites(sites: ReadonlyMap<string, LeakSite>): boolean {
    return this.#model.setSites(sites);
  }

  /** True when that was news. */
  setDetails(details: ReadonlyMap<string, SocketDetails>): boolean {
    return this.#model.setDetails(details);
  }

  /** True when that was news. */
  setSuspects(suspects: readonly ExplainedSocket[]): boolean {
    return this.#model.setSuspects(suspects);
  }

  picture(): Picture {
    const local = this.#model.picture();
    return { ...local, processes: [...local.processes, ...this.#remote.pictures()] };
  }

  /** The processes of this host that live: debugged, picked, and their descendants. */
  watchedPids(): readonly number[] {
    return this.#model
      .picture()
      .processes.flatMap(({ process, ended }) => (ended ? [] : (process.pid ?? [])));
  }

  /** Milliseconds after the last sample at which to look again, so that no row comes late. */
  nextStuckIn(): number | undefined {
    return this.#model.nextStuckIn();
  }

  /** Sockets per minute of a process that is shown under `key`. */
  growthOf(key: string): number | undefined {
    return this.#growth.perMinute(processKey(key));
  }

  /** The rows at epoch milliseconds `now`. */
  rows(now: number): readonly TreeNode[] {
    const { filter, order } = this;
    return buildTree(this.picture(), { now, filter, order, growth: (key) => this.#growth.perMinute(key) });
  }
}

/** How many sockets are stuck in living processes, and in those that ended. */
export function stuckCounts({ processes }: Picture): { readonly alive: number; readonly ended: number } {
  const count = (ended: boolean): number =>
    processes.filter((each) => each.ended === ended).reduce((sum, { stuck }) => sum + stuck.length, 0);
  return { alive: count(false), ended: count(true) };
}
