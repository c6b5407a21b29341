import * as l10n from '@vscode/l10n';
import type { Debuggee } from '../debug/debuggees.js';
import type { Way } from '../debug/pid-claim.js';
import type { Sample } from '../shared/sample.js';

/** A process with rows of its own. */
export interface ShownProcess {
  /** Unique among those shown, and stable. */
  readonly key: string;
  /** Undefined on another host: its number means nothing here. */
  readonly pid: number | undefined;
  /** What the user calls it: the session's name, or the program's. */
  readonly name: string;
  /** How it became known, as a sentence for the tooltip. */
  readonly found: string;
  /** True for a process that the user picked; such a one can be dropped again. */
  readonly picked: boolean;
  /** The other host it runs on; its rows are what Node.js itself tells. */
  readonly host?: string;
}

/** A process of this host whose sockets are looked at: debugged, a descendant of a debugged one, or picked by the user. */
export interface ObservedProcess extends ShownProcess {
  readonly pid: number;
  /** The debugged or picked process it is or descends from. */
  readonly root: number;
  readonly ended: boolean;
}

/** The debuggees whose sockets can be read from here. */
export function rootsOf(debuggees: readonly Debuggee[]): readonly ObservedProcess[] {
  return debuggees.flatMap(({ pid, name, via, ended }) =>
    pid === undefined
      ? []
      : [
          {
            key: `${pid}`,
            pid,
            root: pid,
            name: withoutPid(name, pid),
            found: WAY_WORDS[via],
            ended,
            picked: via === 'picked',
          },
        ],
  );
}

/** `roots` with their descendants as `sample` saw them; those that the sample no longer found have ended. */
export function withDescendants(
  roots: readonly ObservedProcess[],
  sample: Sample | undefined,
): readonly ObservedProcess[] {
  const gone = new Set(sample?.gone);
  const byPid = new Map(roots.map((root) => [root.pid, root]));
  const children = (sample?.processes ?? []).flatMap(({ pid, root, name }) => {
    const parent = byPid.get(root);
    return parent === undefined || byPid.has(pid) ? [] : [descendant(pid, name, parent)];
  });
  return [...roots, ...children].map((each) => (gone.has(each.pid) ? { ...each, ended: true } : each));
}

/** A program on another host. */
export function shownRemote(debuggee: Debuggee): ShownProcess {
  const { name, remote: host = l10n.t('another host') } = debuggee;
  const found = l10n.t('It runs on {0}: only what Node.js itself knows of its sockets is shown.', host);
  return {
    key: remoteKey(debuggee),
    pid: undefined,
    name: name.replace(/ \[\d+\]$/, ''),
    found,
    picked: false,
    host,
  };
}

export function remoteKey({ sessionId }: Debuggee): string {
  return `remote:${sessionId}`;
}

/** js-debug writes the process id into the session's name; the row shows it anyway. */
function withoutPid(name: string, pid: number): string {
  return name.replace(` [${pid}]`, '') || name;
}

const WAY_WORDS: Readonly<Record<Way, string>> = {
  evaluate: l10n.t('The program told its process id to the debugger.'),
  'process event': l10n.t('The debugger told the process id.'),
  'processid event': l10n.t('The debugger told the process id.'),
  'console text': l10n.t('The process id was read from the debug console.'),
  'start arguments': l10n.t('The process id comes from the launch configuration.'),
  terminal: l10n.t('Found below the terminal that the debugger started.'),
  picked: l10n.t('Picked by you.'),
};

function descendant(pid: number, name: string | undefined, parent: ObservedProcess): ObservedProcess {
  const found = l10n.t('Started by {0} (pid {1}).', parent.name, parent.pid);
  return {
    key: `${pid}`,
    pid,
    root: parent.pid,
    name: name ?? l10n.t('process {0}', pid),
    found,
    ended: parent.ended,
    picked: false,
  };
}
