import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyze, Workspace } from '../analysis/analyze.js';
import type { Loggable } from '../frontends/front-end.js';
import type { Finding } from '../shared/finding.js';
import type { OpenedLine } from '../shared/opened-line.js';
import { analysedFiles, type AnalysedFile } from './analysed-files.js';

/** A program of more files is not looked through while somebody debugs it. */
const MOST_FILES = 200;

/** The lines of `files` (absolute paths) that accept or connect sockets, with what is held against them. Never rejects. */
export async function openedLines(
  files: readonly string[],
  analyze: Analyze,
  workspace: Workspace,
): Promise<readonly OpenedLine[]> {
  const lines: OpenedLine[] = [];
  for await (const file of analysedFiles(files.slice(0, MOST_FILES), analyze, workspace))
    lines.push(...linesOf(file));
  return lines;
}

function linesOf({ analysis: { findings, openings }, document }: AnalysedFile): OpenedLine[] {
  return (openings?.() ?? []).map(({ at, kind, loggable }) => {
    const { line, character } = document.positionAt(at.start);
    const fault = findings.find((finding) => isAbout(finding, at.start))?.message;
    const log = loggable && logOf(loggable, at.end, document);
    return {
      ...{ file: document.uri, line: line + 1, column: character + 1, kind },
      ...(fault === undefined ? {} : { fault }),
      ...(log === undefined ? {} : { log }),
    };
  });
}

/** Only lines below the call: a breakpoint on its own line would come before it. */
function logOf({ expression, after }: Loggable, end: number, document: TextDocument): OpenedLine['log'] {
  const last = document.positionAt(end).line;
  const lines = after.map((offset) => document.positionAt(offset).line).filter((line) => line > last);
  return lines.length === 0 ? undefined : { expression, lines: [...new Set(lines)].map((line) => line + 1) };
}

/** The finding stands at the opening, or names it as the place where its socket came from. */
function isAbout({ span, evidence }: Finding, offset: number): boolean {
  const places = [span, ...evidence.filter((one) => one.file === undefined).map((one) => one.span)];
  return places.some(({ start, end }) => start <= offset && offset <= end);
}
