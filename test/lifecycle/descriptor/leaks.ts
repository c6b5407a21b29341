import { findDescriptorLeaks } from '../../../src/lifecycle/descriptor/index.js';
import type { Module } from '../../../src/lifecycle/ir.js';
import { lineOf, moduleOf } from '../program-text.js';

/** The leaks of a program text as `kind line`, in order. */
export function leaksOf(text: string, more: Pick<Module, 'selfContained'> = {}): string[] {
  const leaks = findDescriptorLeaks({ ...moduleOf(text), ...more }, () => undefined);
  return leaks.map(({ kind, at }) => `${kind} ${lineOf(text, at)}`);
}
