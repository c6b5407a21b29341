import { findDescriptorLeaks, type Reach } from '../../../src/lifecycle/descriptor/index.js';
import type { Module } from '../../../src/lifecycle/ir.js';
import { lineOf, moduleOf } from '../program-text.js';

const NOBODY: Reach = { resolve: () => undefined, near: () => undefined, may: () => true };

/** The leaks of a program text as `kind line`, in order. */
export function leaksOf(text: string, more: Pick<Module, 'selfContained'> = {}): string[] {
  const leaks = findDescriptorLeaks({ ...moduleOf(text), ...more }, NOBODY);
  return leaks.map(({ kind, at }) => `${kind} ${lineOf(text, at)}`);
}
