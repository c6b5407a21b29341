import type { RuleId } from '../shared/rule-id.js';

/** The rules' pages lie beside the bundle, so a link always shows the page of the version that runs. */
const RULE_PAGES = new URL('../docs/rules/', import.meta.url);

/** The address of a rule's page. */
export function rulePage(rule: RuleId): string {
  return new URL(`${rule}.md`, RULE_PAGES).href;
}
