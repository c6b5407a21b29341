/** A finding as a report names it. */
export interface FindingLine {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The rule's id. */
  readonly rule: string;
  readonly message: string;
}
