import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis, Analyze, Workspace } from '../analysis/analyze.js';
import { languageOf } from '../shared/language.js';

/** A file that was looked through, open in the editor or not. */
export interface AnalysedFile {
  readonly analysis: Analysis;
  /** Its uri is the absolute path. */
  readonly document: TextDocument;
}

/** Analyses `files` (absolute paths); those that cannot be read, or that fail, are left out. Never rejects. */
export async function* analysedFiles(
  files: readonly string[],
  analyze: Analyze,
  workspace: Workspace,
): AsyncGenerator<AnalysedFile> {
  for (const file of files) {
    const text = workspace.read(file);
    const language = languageOf(file);
    if (text === undefined || language === undefined) continue;
    const analysis = await analyze({ path: file, language, text }, workspace).catch(() => undefined);
    if (analysis !== undefined) yield { analysis, document: TextDocument.create(file, '', 0, text) };
  }
}
