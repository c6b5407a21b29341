import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { DebuggeeTracker } from '../debug/debuggees.js';
import { Explainer } from '../debug/explainer.js';
import { NativeSites, type AskForOpenings } from '../debug/native-sites.js';
import { OpenLog } from '../debug/open-log.js';
import type { Session } from '../debug/session.js';
import { SamplerHost, type Look } from '../sampler/sampler-host.js';
import type { Sampler } from '../sampler/sampler.js';
import type { Disposable } from '../sampler/signal.js';
import type { FindingLine } from '../shared/finding-line.js';
import type { Sample, SampledProcess } from '../shared/sample.js';
import { TCP_STATES } from '../shared/tcp-state.js';
import { CausesWatch } from './causes-watch.js';
import { ContextKeys } from './context-keys.js';
import { CONTEXT, VIEW } from './ids.js';
import { LiveState } from './live-state.js';
import { noticeThreshold } from './notice.js';
import { rootsOf, type ObservedProcess } from './observed.js';
import { Patience, PATIENCE_MS } from './patience.js';
import { RemoteWatch } from './remote-watch.js';
import { ProgramNames } from '../sampler/program-names.js';
import { SocketTree } from './socket-tree.js';
import { badge, viewDescription, viewMessage, viewState, type World } from './status.js';

/** What the live view is built from. */
export interface LiveViewDeps {
  /** Already fed with the debug sessions (`trackSessions`). */
  readonly tracker: DebuggeeTracker;
  /** Disposed of with the view. */
  readonly sampler: Sampler;
  readonly log: vscode.LogOutputChannel;
  /** Asks the analysis for the lines of files that open sockets. */
  readonly openings: AskForOpenings;
  /** Asks the analysis what it says of files (absolute paths). */
  readonly findings: (files: readonly string[]) => Promise<readonly FindingLine[]>;
}

/** A little more than nothing, so that the socket's age is past the limit when the sample comes. */
const MARGIN_MS = 30;
/** Rest between two samples while the view is hidden and a notice is armed. */
const PATROL_MS = 5_000;

const NONE = Object.fromEntries(TCP_STATES.map((state) => [state, 0]));

/**
 * The tree "CLOSE_WAIT Sockets" of the Run and Debug sidebar. Samples are taken only while somebody looks; each one
 * goes into the state, and what changed is drawn.
 */
export class LiveView implements vscode.Disposable {
  readonly state = new LiveState();
  readonly tree = new SocketTree();
  readonly keys = new ContextKeys();
  readonly view: vscode.TreeView<string>;
  readonly host: SamplerHost;
  readonly explainer: Explainer;
  readonly native: NativeSites;
  /** Openings that log points of a debugger told. */
  readonly openLog = new OpenLog();
  readonly #causes: CausesWatch;
  readonly #remote: RemoteWatch;
  readonly #names = new ProgramNames();
  readonly #patience = new Patience();
  readonly #looked = new vscode.EventEmitter<Look>();
  /** After a sample was taken over. */
  readonly onDidLook = this.#looked.event;
  readonly #disposables: Disposable[] = [];
  #failure: string | undefined;
  #lookAgain: NodeJS.Timeout | undefined;
  #patrol: NodeJS.Timeout | undefined;
  #impatient: NodeJS.Timeout | undefined;
  #paused = false;
  #timelineVisible = false;

  constructor(readonly deps: LiveViewDeps) {
    const { tracker } = deps;
    const host = new SamplerHost(deps.sampler);
    const sessionsOf = (pid: number): readonly Session[] => tracker.sessionsOf(pid);
    this.native = new NativeSites(sessionsOf, deps.openings, this.openLog);
    this.explainer = new Explainer(sessionsOf, this.native, Date.now, tracker.stops);
    this.host = host;
    this.#causes = new CausesWatch(this.explainer, this.state, () => {
      this.render();
    });
    this.#remote = new RemoteWatch(
      (id) => tracker.remoteSessionsOf(id),
      this.state,
      () => {
        this.render();
      },
    );
    this.view = vscode.window.createTreeView(VIEW.sockets, { treeDataProvider: this.tree });
    this.#disposables.push(
      host,
      this.#remote,
      this.view,
      this.tree,
      this.#looked,
      this.view.onDidChangeVisibility(() => {
        this.schedule();
      }),
      tracker.onDidChange(() => {
        this.#debuggeesChanged();
      }),
      host.onLook((look) => {
        this.#take(look);
      }),
      host.onFailure((sentence) => {
        this.#fail(sentence);
      }),
    );
    this.#debuggeesChanged();
  }

  get world(): World {
    const { tracker } = this.deps;
    const waiting = this.#patience.sort(tracker.unresolved(), Date.now());
    return { debuggees: tracker.list(), ...waiting, failure: this.#failure };
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.keys.set(CONTEXT.paused, paused);
    this.schedule();
    this.render();
  }

  /** While the chart is seen, every sample counts all states. */
  set timelineVisible(visible: boolean) {
    this.#timelineVisible = visible;
    this.host.countStates(visible);
    this.schedule();
  }

  /** Samples while somebody looks; while a notice is armed, one sample now and then. */
  schedule(): void {
    clearTimeout(this.#patrol);
    if (this.#paused || !(this.#isSeen || noticeThreshold() > 0)) this.host.stop();
    else this.host.start();
    this.#remote.run(!this.#paused && this.view.visible);
  }

  get #isSeen(): boolean {
    return this.view.visible || this.#timelineVisible;
  }

  /** Nobody sees the rows: one sample was enough for the badge and the notice. */
  #restUnseen(): void {
    if (this.#isSeen) return;
    this.host.stop();
    clearTimeout(this.#patrol);
    this.#patrol = setTimeout(() => {
      this.schedule();
    }, PATROL_MS);
  }

  /** Draws what is known now. */
  render(): void {
    const picture = this.state.picture();
    const world = this.world;
    const state = viewState(world);
    this.tree.show(this.state.rows(Date.now()));
    this.view.description = [
      this.#paused ? l10n.t('paused') : '',
      viewDescription(picture, state, this.state.filter),
    ]
      .filter(Boolean)
      .join(' · ');
    this.view.message = viewMessage(picture, world) ?? '';
    this.view.badge = badge(picture);
    this.keys.set(CONTEXT.state, state);
    this.keys.set(CONTEXT.filtered, this.state.filter !== '');
    if (state !== 'none') this.keys.set(CONTEXT.seen, true);
    if (state === 'starting') this.#renderWhenOverdue();
  }

  #renderWhenOverdue(): void {
    clearTimeout(this.#impatient);
    this.#impatient = setTimeout(() => {
      this.render();
    }, PATIENCE_MS);
  }

  dispose(): void {
    clearTimeout(this.#lookAgain);
    clearTimeout(this.#patrol);
    clearTimeout(this.#impatient);
    for (const each of this.#disposables) each.dispose();
  }

  /** A sample at once, and a look for sockets that nobody reads although none is stuck. */
  refresh(): void {
    this.#causes.survey();
    this.host.refresh();
  }

  #debuggeesChanged(): void {
    const debuggees = this.deps.tracker.list();
    this.state.setRemote(debuggees);
    this.#remote.watch(debuggees);
    const roots = this.#roots();
    this.state.setRoots(roots, Date.now());
    this.host.watch(roots.filter(({ ended }) => !ended).map(({ pid }) => pid));
    this.schedule();
    this.render();
  }

  #take(look: Look): void {
    this.#failure = undefined;
    const processes = this.#named(look.sample.processes ?? []);
    this.state.observe(this.#roots(), {
      ...look.sample,
      processes,
      counts: allCounts(look),
    });
    this.deps.log.trace(`Sampled in ${look.sample.tookMs.toFixed(1)} ms.`);
    this.#lookAgainInTime();
    this.render();
    this.#looked.fire(look);
    void this.#causes.look();
    this.#restUnseen();
  }

  /** js-debug calls every program that it attaches to "Remote Process [0]". */
  #roots(): readonly ObservedProcess[] {
    return rootsOf(this.deps.tracker.list()).map((root) =>
      root.name.startsWith('Remote Process')
        ? { ...root, name: this.#names.of(root.pid) ?? root.name }
        : root,
    );
  }

  /** With the names that are known so far; new ones are there for the next sample. */
  #named(processes: readonly SampledProcess[]): readonly SampledProcess[] {
    void this.#names.learn(processes.map(({ pid }) => pid));
    return processes.map((process) => {
      const name = this.#names.of(process.pid);
      return name === undefined ? process : { ...process, name };
    });
  }

  /** A socket that came into CLOSE_WAIT just now is shown as soon as it has stayed, not one whole interval later. */
  #lookAgainInTime(): void {
    clearTimeout(this.#lookAgain);
    const wait = this.state.nextStuckIn();
    if (wait === undefined) return;
    this.#lookAgain = setTimeout(() => {
      this.host.refresh();
    }, wait + MARGIN_MS);
  }

  #fail(sentence: string): void {
    if (this.#failure !== sentence) this.deps.log.warn(sentence);
    this.#failure = sentence;
    this.render();
    this.#restUnseen();
  }
}

/** What was counted and not found is 0; what was not counted is absent. */
function allCounts({ sample, states }: Look): Sample['counts'] {
  return states === undefined ? sample.counts : { ...NONE, ...states, ...sample.counts };
}
