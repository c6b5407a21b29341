import { isCFamily } from '../shared/language.js';
import type { Analysis, Analyze, Options, Source, Workspace } from './analyze.js';
import { Digests, digestOf, noting, type Digest, type Reads } from './reads.js';

/** What is kept of an analysis: plain data, the repairs of its findings found. */
export type Result = Pick<Analysis, 'findings' | 'gaps' | 'skipped'>;

/** One file's result, and what it was made of. */
export interface Entry {
  readonly text: Digest;
  /** The choices of the user. */
  readonly options: Digest;
  /** The files of its project, of which its calls may be resolved to any (C and C++). */
  readonly project: Digest;
  /** The other files that were asked for, by absolute path. */
  readonly reads: Reads;
  readonly result: Result;
}

/** What is the same for all files of a project. */
interface Project {
  readonly files: ReadonlySet<string>;
  /** What any analysis has read beside them: what one found out, the next one uses. */
  readonly outside: Map<string, Digest>;
}

/** The results of files by absolute path, used again while nothing changed that they were made of. */
export class ResultCache {
  readonly #digests = new Digests();
  readonly #projects = new WeakMap<readonly string[], Project>();
  /** Some result was made here, not before. */
  isChanged = false;

  constructor(private readonly entries = new Map<string, Entry>()) {}

  /** By absolute path. */
  get all(): ReadonlyMap<string, Entry> {
    return this.entries;
  }

  /** The same analysis, done only when it was not done before. */
  over(analyze: Analyze): Analyze {
    return async (source, workspace, options = {}) => {
      const basis = this.#basis(source, workspace, options);
      const known = this.entries.get(source.path);
      if (known && this.#holds(known, basis, workspace)) return this.#again(known, source, workspace);
      const { files, outside: reads } = this.#projectOf(source, workspace);
      const analysis = await analyze(source, noting(workspace, reads, files, this.#digests), options);
      const result = plain(analysis);
      this.isChanged = true;
      this.entries.set(source.path, { ...basis, reads, result });
      return result;
    };
  }

  #basis({ path, text, language }: Source, workspace: Workspace, options: Options) {
    const siblings = isCFamily(language) ? (workspace.siblings?.(path) ?? []) : [];
    return {
      text: digestOf(text),
      options: digestOf(JSON.stringify({ ...options, off: [...(options.off ?? [])].sort() })),
      project: this.#digests.ofAll(siblings, workspace),
    };
  }

  #holds(entry: Entry, basis: Pick<Entry, 'text' | 'options' | 'project'>, workspace: Workspace): boolean {
    return (
      entry.text === basis.text &&
      entry.options === basis.options &&
      entry.project === basis.project &&
      this.#digests.hold(entry.reads, workspace)
    );
  }

  /** The files of its project that are analysed may need what this one had read. */
  #again({ reads, result }: Entry, source: Source, workspace: Workspace): Result {
    const { outside } = this.#projectOf(source, workspace);
    for (const [path, digest] of reads) outside.set(path, digest);
    return result;
  }

  #projectOf({ path, language }: Source, workspace: Workspace): Project {
    const siblings = isCFamily(language) ? workspace.siblings?.(path) : undefined;
    if (!siblings) return { files: new Set(), outside: new Map() };
    const project = this.#projects.get(siblings) ?? { files: new Set(siblings), outside: new Map() };
    this.#projects.set(siblings, project);
    return project;
  }
}

/** Getters looked at: what is written to a file and read again. */
function plain({ findings, gaps, skipped }: Analysis): Result {
  return {
    findings: findings.map((finding) => ({ ...finding, repairs: finding.repairs })),
    ...(gaps === undefined ? {} : { gaps }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}
