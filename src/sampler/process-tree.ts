import type { SampledProcess } from '../shared/sample.js';

/** A process as the system lists it. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** The system's short name. */
  readonly name: string;
}

/** More generations than this are a loop made by process ids that were used again. */
const MOST_GENERATIONS = 256;

/**
 * The processes `roots` and all that descend from them; each belongs to the nearest of the roots. Roots that do not run
 * are left out.
 */
export function processTree(
  processes: readonly RunningProcess[],
  roots: readonly number[],
): SampledProcess[] {
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const wanted = new Set(roots);
  return processes.flatMap(({ pid, name }) => {
    const root = nearestRoot(pid, wanted, parents);
    return root === undefined ? [] : [{ pid, root, name }];
  });
}

function nearestRoot(
  pid: number,
  roots: ReadonlySet<number>,
  parents: ReadonlyMap<number, number>,
): number | undefined {
  let at: number | undefined = pid;
  for (let depth = 0; at !== undefined && depth < MOST_GENERATIONS; depth += 1) {
    if (roots.has(at)) return at;
    at = parents.get(at);
  }
  return undefined;
}
