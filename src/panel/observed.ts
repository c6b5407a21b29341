import type { Sample } from '../shared/sample.js';

/** A process whose sockets are looked at: debugged, a descendant of a debugged one, or picked by the user. */
export interface ObservedProcess {
  readonly pid: number;
  /** What the user calls it: the session's name, or the program's. */
  readonly name: string;
  /** The root debug session it belongs to; undefined when it was picked by hand. */
  readonly sessionId: string | undefined;
  /** How its pid became known, as a sentence for the tooltip. */
  readonly found: string;
}

/** The observed processes that live, with their descendants as `sample` saw them. */
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
  return [...roots, ...children].filter(({ pid }) => !gone.has(pid));
}

function descendant(pid: number, name: string | undefined, parent: ObservedProcess): ObservedProcess {
  return {
    pid,
    name: name ?? `process ${pid}`,
    sessionId: parent.sessionId,
    found: `Started by ${parent.name} (pid ${parent.pid}).`,
  };
}
