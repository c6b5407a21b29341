/** The rules' ids: the contract with users. They stand in settings, disable comments and reports. */
export const RULE_IDS = [
  'handle-eof',
  'no-unread-socket',
  'no-swallowed-error',
  'close-on-every-path',
  'no-unpaired-pipe',
  'timeout-must-close',
  'consume-response',
  'detect-dead-peer',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

/** Whether a string is the id of a rule. */
export function isRuleId(value: unknown): value is RuleId {
  return (RULE_IDS as readonly unknown[]).includes(value);
}
