import type { FileReport } from './file-report.js';
import { lintResult } from './lint-result.js';

/** ESLint's `json` format, one result for every file looked at. */
export function json(reports: readonly FileReport[]): string {
  return `${JSON.stringify(reports.map(lintResult))}\n`;
}
