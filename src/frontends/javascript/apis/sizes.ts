import type { Value } from '../values.js';
import { numberOf, optionOf } from '../values.js';

/** How many bytes a value holds, when the text says so: `Buffer.alloc(12 * 1024 * 1024)`, `'x'.repeat(1e7)`. */
export function sizeOf(value: Value): number | undefined {
  return numberOf(optionOf(value, 'object')?.fields.get('@bytes'));
}
