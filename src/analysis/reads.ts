import { createHash } from 'node:crypto';
import type { Workspace } from '../frontends/front-end.js';

/** What was read at a path: a hash of the text, or that there was none. */
export type Digest = string;

/** Texts by their paths, as far as somebody asked for them. */
export type Reads = ReadonlyMap<string, Digest>;

const NO_TEXT: Digest = '-';

export function digestOf(text: string | undefined): Digest {
  return text === undefined ? NO_TEXT : createHash('sha256').update(text).digest('base64url');
}

/** The digests of a workspace's files, each computed once until something changes. */
export class Digests {
  readonly #known = new Map<string, Digest>();
  #projects = new WeakMap<readonly string[], Digest>();
  #held = new WeakMap<Reads, boolean>();
  #revision: number | undefined;

  of(path: string, workspace: Workspace): Digest {
    this.#notice(workspace);
    const digest = this.#known.get(path) ?? digestOf(workspace.read(path));
    this.#known.set(path, digest);
    return digest;
  }

  /** Of a project's files with their texts. */
  ofAll(paths: readonly string[], workspace: Workspace): Digest {
    this.#notice(workspace);
    const all =
      this.#projects.get(paths) ??
      digestOf(paths.map((path) => `${path} ${this.of(path, workspace)}`).join('\n'));
    this.#projects.set(paths, all);
    return all;
  }

  /** True when what was read then is what would be read now. */
  hold(reads: Reads, workspace: Workspace): boolean {
    this.#notice(workspace);
    const holds =
      this.#held.get(reads) ?? [...reads].every(([path, digest]) => this.of(path, workspace) === digest);
    this.#held.set(reads, holds);
    return holds;
  }

  #notice(workspace: Workspace): void {
    const revision = workspace.revision?.();
    if (revision === this.#revision && revision !== undefined) return;
    this.#revision = revision;
    this.#known.clear();
    this.#projects = new WeakMap();
    this.#held = new WeakMap();
  }
}

/** A workspace that notes what is read of it, but for the files of a project that is told as a whole. */
export function noting(
  workspace: Workspace,
  reads: Map<string, Digest>,
  project: ReadonlySet<string>,
  digests: Digests,
): Workspace {
  return {
    read: (path) => {
      if (!reads.has(path) && !project.has(path)) reads.set(path, digests.of(path, workspace));
      return workspace.read(path);
    },
    siblings: (path) => workspace.siblings?.(path) ?? [],
    ...(workspace.revision ? { revision: () => workspace.revision?.() ?? 0 } : {}),
  };
}
