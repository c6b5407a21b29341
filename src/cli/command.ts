/** Of a window, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Where a command reads its place and writes its words; tests give their own. */
export interface Terminal {
  /** Absolute path that relative arguments start from. */
  readonly cwd: string;
  /** True when colours may be used on standard output. */
  readonly colour: boolean;
  /** The present size where standard output is a terminal's window; absent elsewhere. */
  readonly size?: () => Size;
  out(text: string): void;
  err(text: string): void;
}

/** What the process tells its caller. */
export const EXIT = { clean: 0, findings: 1, trouble: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One word of the command line, such as `check`. */
export interface Command {
  /** The arguments in one line, without the program's name: `check [options] PATH…`. */
  readonly usage: string;
  /** What it does, in half a sentence. */
  readonly summary: string;
  /** The options, one a line; shown by `--help` below the usage. */
  readonly options: string;
  /** @throws CommandError for a wrong argument and for what cannot be read or written. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** Trouble whose message is the one sentence the user reads. */
export class CommandError extends Error {}
