import type { Programs } from './programs.ts';
import type { Recorder, Start } from './recorder.ts';

/** A debug adapter on this machine. */
export interface Adapter {
  /** As the recordings' file names begin. */
  readonly name: string;
  /** Empty where it is not installed. */
  readonly version: string;
}

/** One way to begin a session. */
export interface Scenario {
  readonly adapter: Adapter;
  /** As the recording's file name ends, such as `launch`. */
  readonly what: string;
  /** Plays it; gives the processes that are debugged then. */
  run(recorder: Recorder, programs: Programs): Promise<number[]>;
}

type Settings = Readonly<Record<string, unknown>>;

export function launch(type: string, program: string, more: Settings = {}): Start {
  return { type, name: 'program', configuration: { type, request: 'launch', program, ...more } };
}

export function attach(type: string, more: Settings): Start {
  return { type, name: 'Attach', configuration: { type, request: 'attach', ...more } };
}
