import type { Skip } from './skip.js';

/** The notification by which the language server tells what became of a document. */
export const STATUS_NOTIFICATION = 'closewait/status';

/** What the language server made of one version of one document. */
export interface DocumentStatus {
  readonly uri: string;
  readonly version: number;
  readonly state: 'analysed' | 'skipped' | 'off' | 'failed';
  readonly findings: number;
  /** Wall time of the analysis, milliseconds. */
  readonly tookMs: number;
  /** Set when `state` is `skipped`. */
  readonly skip?: Skip;
}
