import type { Leak } from '../lifecycle/leak.js';
import type { RuleId } from '../shared/rule-id.js';

/** A rule's page: what it says about each kind of leak that is its own. */
export interface Rule {
  readonly id: RuleId;
  /** One line for lists. */
  readonly summary: string;
  /** By leak kind: what happens, then what to do. Every kind the solvers give to this rule must be here. */
  readonly messages: Readonly<Record<string, (leak: Leak) => string>>;
}
