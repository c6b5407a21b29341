/** Ids of the static half that package.json and the code share; a test compares the two. */
export const COMMAND_IDS = {
  restartServer: 'closewait.restartServer',
  showLog: 'closewait.showLog',
  openRulePage: 'closewait.openRulePage',
} as const;

export type CommandId = (typeof COMMAND_IDS)[keyof typeof COMMAND_IDS];

/** Also the name under which the trace setting `closewait.trace.server` is looked up. */
export const LANGUAGE_CLIENT_ID = 'closewait';

export const LANGUAGE_STATUS_ID = 'closewait.status';
