import { findDescriptorLeaks } from '../../../src/lifecycle/descriptor/index.js';
import { lineOf, moduleOf } from '../program-text.js';

/** The leaks of a program text as `kind line`, in order. */
export function leaksOf(text: string): string[] {
  const leaks = findDescriptorLeaks(moduleOf(text), () => undefined);
  return leaks.map(({ kind, at }) => `${kind} ${lineOf(text, at)}`);
}
