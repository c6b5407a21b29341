import type { Step } from '../traces.ts';

/** What was recorded of one debug session and its children. */
export interface Recorded {
  /** Name and version. */
  readonly adapter: string;
  /** The processes that were debugged, as the operating system knew them, in the order of their sessions. */
  readonly pids: readonly number[];
  readonly processes: Readonly<
    Record<string, { readonly exe: string; /** Seconds. */ readonly startedAfter: number }>
  >;
  readonly steps: readonly Step[];
  /** By session: the body of the answer to the last `evaluate` request, where one was sent. */
  readonly answers?: Readonly<Record<string, unknown>>;
}
