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

export function isComparison(operator: string): operator is Comparison {
  return operator in NEGATED;
}
