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
