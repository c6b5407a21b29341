import type { RuleId } from './rule-id.js';
import type { Span, TextEdit } from './span.js';

/** How much is certain: `error` = never closed on any path, `warning` = some path, `information` = advice. */
export type Severity = 'error' | 'warning' | 'information';

/** A place that explains a finding: opened here, end seen here, this way leaves it open. */
export interface Evidence {
  readonly span: Span;
  /** Absolute path, when the place is in another file than the finding. */
  readonly file?: string;
  readonly message: string;
}

/** A change of text that cures a finding. */
export interface Repair {
  /** Imperative, sentence case: "Close connfd when read returns 0". */
  readonly title: string;
  /** At most one per finding: it cures the finding by itself. */
  readonly preferred: boolean;
  /** False only when the program's behaviour for living peers stays as it was; only such repairs go into fix-all. */
  readonly changesBehaviour: boolean;
  readonly edits: readonly TextEdit[];
}

/** One place in one file where a socket is left open. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The smallest token that names the fault. */
  readonly span: Span;
  /** What happens, then what to do. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The preferred repair first; looked for when first asked. */
  readonly repairs: readonly Repair[];
}
