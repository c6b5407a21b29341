import type { Analyze, Workspace } from '../analysis/analyze.js';
import type { FindingLine } from '../shared/finding-line.js';
import { analysedFiles } from './analysed-files.js';

/** What the analysis says of `files` (absolute paths), open in the editor or not. Never rejects. */
export async function findingLines(
  files: readonly string[],
  analyze: Analyze,
  workspace: Workspace,
): Promise<readonly FindingLine[]> {
  const lines: FindingLine[] = [];
  for await (const { analysis, document } of analysedFiles(files, analyze, workspace)) {
    for (const { rule, span, message } of analysis.findings)
      lines.push({ file: document.uri, line: document.positionAt(span.start).line + 1, rule, message });
  }
  return lines;
}
