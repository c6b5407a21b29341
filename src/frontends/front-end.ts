import type { Repair } from '../shared/finding.js';
import type { Gaps } from '../shared/gaps.js';
import type { LanguageId } from '../shared/language.js';
import type { RuleId } from '../shared/rule-id.js';
import type { Span } from '../shared/span.js';
import type { Leak } from '../lifecycle/leak.js';

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
  /** Changes whenever some file may have changed; without it the texts of all siblings are compared each time. */
  revision?(): number;
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

/** One language's way from text to leaks. */
export interface FrontEnd {
  /** Never throws on bad text: what could not be understood gives no leaks. */
  read(source: Source, workspace: Workspace, options: Options): Promise<Unit>;
}

/** Where a debugger can read a descriptor that was just opened. */
export interface Loggable {
  /** Has the descriptor as its value, and no side effect. */
  readonly expression: string;
  /** Offsets of the statements that run next. */
  readonly after: readonly number[];
}

/** A place in a text where a socket comes to be. */
export interface Opening {
  readonly at: Span;
  readonly kind: 'accepted' | 'connected';
  readonly loggable?: Loggable;
}

/** A text that was read. */
export interface Unit {
  readonly leaks: readonly Leak[];
  /** What could not be read, for a front end that tells. */
  readonly gaps?: Gaps;
  /** Where it accepts and connects sockets, for a front end that tells. */
  openings?(): readonly Opening[];
  /** Repairs of one of its leaks in the style of the file, the preferred one first. */
  repairs(leak: Leak): readonly Repair[];
}
