import type { Finding, Severity } from '../shared/finding.js';
import type { Gaps } from '../shared/gaps.js';
import type { Skip } from '../shared/skip.js';

/** What the check of one file gave. */
export interface FileReport {
  /** Absolute. */
  readonly path: string;
  /** The text that the findings speak of, after the repairs when some were made; empty when there is neither. */
  readonly text: string;
  readonly findings: readonly Finding[];
  /** True when repairs changed the file. */
  readonly repaired: boolean;
  readonly skipped?: Skip;
  /** What of the file could not be read. */
  readonly gaps?: Gaps;
  /** A sentence: the file could not be read, analysed or written. */
  readonly failure?: string;
}

/** ESLint knows two severities; advice is a warning there. */
export function isError(severity: Severity): boolean {
  return severity === 'error';
}
