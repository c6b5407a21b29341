import type { Debuggee } from '../debug/debuggees.js';
import type { Way } from '../debug/pid-claim.js';
import type { Sample } from '../shared/sample.js';

/** A process whose sockets are looked at: debugged, a descendant of a debugged one, or picked by the user. */
export interface ObservedProcess {
  readonly pid: number;
  /** The debugged or picked process it is or descends from. */
  readonly root: number;
  /** What the user calls it: the session's name, or the program's. */
  readonly name: string;
  /** How its pid became known, as a sentence for the tooltip. */
  readonly found: string;
  readonly ended: boolean;
  /** True for a process that the user picked; such a one can be dropped again. */
  readonly picked: boolean;
}

/** The debuggees whose sockets can be read from here. */
export function rootsOf(debuggees: readonly Debuggee[]): readonly ObservedProcess[] {
  return debuggees.flatMap(({ pid, name, via, ended }) =>
    pid === undefined
      ? []
      : [
          {
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

/** js-debug writes the process id into the session's name; the row shows it anyway. */
function withoutPid(name: string, pid: number): string {
  return name.replace(` [${pid}]`, '') || name;
}

const WAY_WORDS: Readonly<Record<Way, string>> = {
  evaluate: 'The program told its process id to the debugger.',
  'process event': 'The debugger told the process id.',
  'processid event': 'The debugger told the process id.',
  'console text': 'The process id was read from the debug console.',
  'start arguments': 'The process id comes from the launch configuration.',
  terminal: 'Found below the terminal that the debugger started.',
  picked: 'Picked by you.',
};

function descendant(pid: number, name: string | undefined, parent: ObservedProcess): ObservedProcess {
  const found = `Started by ${parent.name} (pid ${parent.pid}).`;
  return { pid, root: parent.pid, name: name ?? `process ${pid}`, found, ended: parent.ended, picked: false };
}
