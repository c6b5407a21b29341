import type { Finding, Repair } from '../shared/finding.js';

/**
 * A finding whose repairs are looked for when somebody first asks: an editor shows every finding after each key, and
 * is asked for the repairs of one.
 */
export function withRepairs(
  { rule, severity, span, message, evidence }: Omit<Finding, 'repairs'>,
  look: () => readonly Repair[],
): Finding {
  let found: readonly Repair[] | undefined;
  return {
    rule,
    severity,
    span,
    message,
    evidence,
    get repairs() {
      return (found ??= look());
    },
  };
}
