/** Every name that package.json and the panel share. */
export const VIEW = {
  sockets: 'closewait.sockets',
  timeline: 'closewait.timeline',
} as const;

export const COMMAND = {
  refresh: 'closewait.refreshSockets',
  pause: 'closewait.pauseSampling',
  resume: 'closewait.resumeSampling',
  pickProcess: 'closewait.pickProcess',
  probe: 'closewait.testEofHandling',
  filter: 'closewait.filterSockets',
  clearFilter: 'closewait.clearSocketFilter',
  sort: 'closewait.sortSockets',
  goToLine: 'closewait.goToLeakSite',
  copyRow: 'closewait.copySocket',
  copyPeer: 'closewait.copyPeerAddress',
  explain: 'closewait.explainSocket',
  close: 'closewait.closeSocket',
  logOpens: 'closewait.logOpens',
  stopLoggingOpens: 'closewait.stopLoggingOpens',
  searchHeap: 'closewait.searchHeap',
  stopWatching: 'closewait.stopWatching',
  saveReport: 'closewait.saveSocketReport',
  showTimeline: 'closewait.showSocketTimeline',
} as const;

export type CommandId = (typeof COMMAND)[keyof typeof COMMAND];

/** Context keys for `when` clauses; each is set only when its value changes. */
export const CONTEXT = {
  /** A session whose sockets can be read is or was there: the view is shown. */
  seen: 'closewait.sockets.seen',
  /** `none` = nothing observed, `unknown` = a session whose process is not known, `watching`, `ended`. */
  state: 'closewait.sockets.state',
  filtered: 'closewait.sockets.filtered',
  paused: 'closewait.sockets.paused',
  /** A compiled program’s opened sockets are being logged. */
  logging: 'closewait.sockets.logging',
} as const;

export type ContextKey = (typeof CONTEXT)[keyof typeof CONTEXT];

export const SETTINGS_SECTION = 'closewait.sockets';

/** Settings below that section; `show` is read by the view's `when` clause alone. */
export const SETTING = { noticeThreshold: 'noticeThreshold', recordOpens: 'recordOpens' } as const;
