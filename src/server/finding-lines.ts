import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyze, Workspace } from '../analysis/analyze.js';
import type { FindingLine } from '../shared/finding-line.js';
import { languageOf } from '../shared/language.js';

/** What the analysis says of `files` (absolute paths), open in the editor or not. Never rejects. */
export async function findingLines(
  files: readonly string[],
  analyze: Analyze,
  workspace: Workspace,
): Promise<readonly FindingLine[]> {
  const lines: FindingLine[] = [];
  for (const file of files) {
    const text = workspace.read(file);
    const language = languageOf(file);
    if (text === undefined || language === undefined) continue;
    const analysis = await analyze({ path: file, language, text }, workspace).catch(() => undefined);
    const document = TextDocument.create(file, '', 0, text);
    for (const { rule, span, message } of analysis?.findings ?? [])
      lines.push({ file, line: document.positionAt(span.start).line + 1, rule, message });
  }
  return lines;
}
