import type { Call } from './calls.js';
import { MEMORY } from './api-memory.js';
import { compareText } from './buffer-text.js';
import { OPENING } from './api-opening.js';
import { PROCESSES } from './api-processes.js';
import { READING } from './api-reading.js';
import { WATCHING } from './api-watching.js';
import type { Value } from './value.js';

export type Lowering = (call: Call) => Value;

/** The functions of POSIX, Linux, Winsock and the C and C++ libraries that matter to a socket's life, by name. */
export const API: Readonly<Partial<Record<string, Lowering>>> = {
  ...OPENING,
  ...READING,
  ...WATCHING,
  ...PROCESSES,
  ...MEMORY,
  strcmp: compareText,
  strncmp: compareText,
  strcasecmp: compareText,
  strncasecmp: compareText,
};
