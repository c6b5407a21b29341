import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from './recorded/recorded.js';

export const RECORDINGS = join(import.meta.dirname, 'recorded');

/** The recording of a name, such as `js-debug-1.117.0-launch`. */
export function recording(name: string): Recorded {
  return JSON.parse(readFileSync(join(RECORDINGS, `${name}.json`), 'utf8')) as Recorded;
}
