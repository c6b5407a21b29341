import type { TextEdit } from '../../../shared/span.js';

/** A change that may be part of a repair; whether it cures is found out by analysing the changed text. */
export interface Candidate {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}
