import type { Gaps } from './gaps.js';
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
  /** Set when `state` is `analysed` and somebody looked. */
  readonly gaps?: Gaps;
}

/** The request for the lines of files that open sockets: `FilesParams`, answered by a list of `OpenedLine`. */
export const OPENINGS_REQUEST = 'closewait/openings';

/** The request for what is found in files: `FilesParams`, answered by a list of `FindingLine`. */
export const FINDINGS_REQUEST = 'closewait/findings';

export interface FilesParams {
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** What a client tells the language server in `initializationOptions`; every editor may leave it out. */
export interface ClientOffers {
  /** The client wants {@link STATUS_NOTIFICATION}. */
  readonly status: boolean;
  /** The client's command that shows the page of the rule whose id is its argument. */
  readonly openRulePage?: string;
}

/** Tolerant: what is missing or of the wrong type is not offered. */
export function clientOffersFrom(value: unknown): ClientOffers {
  const offers: { status?: unknown; openRulePage?: unknown } =
    typeof value === 'object' && value !== null ? value : {};
  const { status, openRulePage } = offers;
  return { status: status === true, ...(typeof openRulePage === 'string' ? { openRulePage } : {}) };
}
