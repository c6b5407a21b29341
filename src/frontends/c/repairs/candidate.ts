import type { Span, TextEdit } from '../../../shared/span.js';

/** A change that may be part of a repair; whether it cures is found out by analysing the changed text. */
export interface Candidate {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** A condition, in the offsets of the text before: its outcome says that what it calls did not take the descriptor. */
  readonly trusted?: Span;
}
