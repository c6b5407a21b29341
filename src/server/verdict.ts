import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../shared/finding.js';
import type { DocumentStatus } from '../shared/protocol.js';
import type { Settings } from '../shared/settings.js';

/** What one analysis of one version of an open document gave. */
export interface Verdict {
  readonly document: TextDocument;
  /** The document's version that was analysed; the document itself goes on changing. */
  readonly version: number;
  readonly settings: Settings;
  readonly findings: readonly Finding[];
  readonly status: DocumentStatus;
  /** Equal for two verdicts that say the same of the same version. */
  readonly resultId: string;
}

/** True while the document is as it was analysed: only then do the findings' offsets mean anything. */
export function isCurrent({ document, version }: Verdict): boolean {
  return document.version === version;
}
