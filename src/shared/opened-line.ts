/** A line of source that gives the program a socket. */
export interface OpenedLine {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, UTF-16. */
  readonly column: number;
  readonly kind: 'accepted' | 'connected';
  /** What the analysis holds against the way this socket is treated: the finding's message. */
  readonly fault?: string;
  /** Where a debugger can log the descriptor: an expression without side effects, and lines (1-based) where it holds. */
  readonly log?: { readonly expression: string; readonly lines: readonly number[] };
}
