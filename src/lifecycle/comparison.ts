import type { Comparison } from './ir.js';

/** What holds when a comparison does not. */
export const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
  '>=': '<',
  '>': '<=',
};

/** The same comparison, its sides changed: `0 < n` is `n > 0`. */
export const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
  '>=': '<=',
  '>': '<',
};

export function isComparison(operator: string): operator is Comparison {
  return operator in NEGATED;
}
