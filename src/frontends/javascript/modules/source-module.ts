import type { Parsed } from '../parse.js';
import type { Frame } from '../evaluate/frame.js';
import type { Obj, Value } from '../values.js';

/** One file in the course of an analysis. */
export interface SourceModule {
  readonly parsed: Parsed;
  /** The file whose findings are wanted; the others only tell what its imports do. */
  readonly isMain: boolean;
  /** Set as soon as its evaluation starts. */
  frame: Frame | undefined;
  /** By exported name; `default` too. For CommonJS, `module.exports` is in `whole`. */
  readonly exports: Obj;
  whole: Value | undefined;
}
