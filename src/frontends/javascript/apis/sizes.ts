import type { Value } from '../values.js';
import { constant, numberOf, object, optionOf, textOf, UNKNOWN } from '../values.js';

/** Data of which nothing but its length may be known, in bytes. */
export function sized(bytes: number | undefined): Value {
  const made = object();
  made.rest = UNKNOWN;
  if (bytes !== undefined) made.fields.set('@bytes', constant(bytes));
  return made;
}

/** How many bytes a value holds, when the text says so: `Buffer.alloc(12 * 1024 * 1024)`, `'x'.repeat(1e7)`. */
export function sizeOf(value: Value): number | undefined {
  return textOf(value)?.length ?? numberOf(optionOf(value, 'object')?.fields.get('@bytes'));
}

/** Texts put together hold at least what is known of each; undefined where it is known of none but literals. */
export function joined(parts: readonly Value[]): Value | undefined {
  if (!parts.some((part) => optionOf(part, 'object')?.fields.has('@bytes') === true)) return undefined;
  return sized(parts.reduce((sum, part) => sum + (sizeOf(part) ?? 0), 0));
}
