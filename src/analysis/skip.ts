import type { Skip } from '../shared/skip.js';

/** Beyond this many UTF-16 units a source text is a generated one. */
export const MAX_TEXT_LENGTH = 1024 * 1024;

/** A UTF-8 file of more bytes cannot hold a text short enough. */
export const MAX_FILE_BYTES = 3 * MAX_TEXT_LENGTH;

/** No person writes most of a file in lines longer than this. */
const LONG_LINE = 500;
const MINIFIED_AT_LEAST = 4 * LONG_LINE;

/** Why a text is not worth a parse, or undefined when it is. */
export function skipReason(text: string): Skip | undefined {
  if (text.includes('\0')) return 'binary';
  if (text.length > MAX_TEXT_LENGTH) return 'too-large';
  return looksMinified(text) ? 'minified' : undefined;
}

/** True when more than half of the text stands on very long lines. */
function looksMinified(text: string): boolean {
  if (text.length < MINIFIED_AT_LEAST) return false;
  let onLongLines = 0;
  for (const line of text.split('\n')) {
    if (line.length > LONG_LINE) onLongLines += line.length;
  }
  return onLongLines > text.length / 2;
}
