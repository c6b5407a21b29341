import type { Opening, Options, Source, Workspace } from '../frontends/front-end.js';
import type { Finding } from '../shared/finding.js';
import type { Gaps } from '../shared/gaps.js';
import type { Skip } from '../shared/skip.js';
import { engine } from './engine.js';
import { guarded } from './guarded.js';

export type { Options, Source, Workspace } from '../frontends/front-end.js';

export interface Analysis {
  /** By place in the text. */
  readonly findings: readonly Finding[];
  /** Where the text accepts and connects sockets, leaked or not; absent where nobody looked. */
  readonly openings?: () => readonly Opening[];
  /** What of the text could not be read; absent where nobody looked. */
  readonly gaps?: Gaps;
  /** Set when the file was left out on purpose; `findings` is empty then. */
  readonly skipped?: Skip;
}

/** The analysis as every host calls it; see {@link analyze}. */
export type Analyze = (source: Source, workspace: Workspace, options?: Options) => Promise<Analysis>;

/**
 * Finds the sockets a source text leaves open: the only way into the analysis, for every host.
 * Never throws on bad input: half-typed text gives what could be understood of it.
 */
export const analyze: Analyze = guarded(engine);
