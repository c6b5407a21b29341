import type { Finding } from '../shared/finding.js';
import type { LanguageId } from '../shared/language.js';
import type { RuleId } from '../shared/rule-id.js';

/** One text to be analysed. */
export interface Source {
  /** Absolute path; need not exist on disk. */
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
}

/** What the analysis may ask of the world around one file. Implemented over open documents and disk by each host. */
export interface Workspace {
  /** The text of another file as the user sees it, or undefined when there is none. Must not throw. */
  read(path: string): string | undefined;
  /** Absolute paths of the C and C++ files that may hold a callee of `path`: the index by name and arity is built from them. */
  siblings?(path: string): readonly string[];
}

/** The choices of the user that change what is found. */
export interface Options {
  /** Rules switched off. */
  readonly off?: ReadonlySet<RuleId>;
  /** Advice too (`detect-dead-peer`). */
  readonly strict?: boolean;
  /** Node.js versions that count, such as `['20', '24']`; by default what engines, .nvmrc or .node-version say, else those in support. */
  readonly nodeVersions?: readonly string[];
}

/** Why a file was not looked at, in a sentence for the user. */
export type Skip = 'binary' | 'too-large' | 'minified' | 'unsure';

export interface Analysis {
  readonly findings: readonly Finding[];
  /** Set when the file was left out on purpose; `findings` is empty then. */
  readonly skipped?: Skip;
}

/**
 * Finds the sockets a source text leaves open: the only way into the analysis, for every host.
 * Never throws on bad input: half-typed text gives what could be understood of it.
 */
export function analyze(source: Source, workspace: Workspace, options: Options = {}): Promise<Analysis> {
  void source;
  void workspace;
  void options;
  return Promise.resolve({ findings: [] });
}
