import { readFileSync } from 'node:fs';
import { analyze, type Options, type Workspace } from '../../../src/analysis/analyze.js';
import { languageOf } from '../../../src/shared/language.js';
import { judge, type Report, type Verdict } from './judge.js';
import type { Program } from './program.js';

/** What the real analysis says about a program: every file of it, as an editor would ask. */
export async function verdictOn(program: Program, options: Options = {}): Promise<Verdict> {
  const texts = new Map(program.files.map((path) => [path, readFileSync(path, 'utf8')]));
  return judge(program, await reportsOn(texts, options));
}

/** The reports on a set of files (absolute path → text) that see one another and nothing else. */
export async function reportsOn(
  texts: ReadonlyMap<string, string>,
  options: Options = {},
): Promise<Report[]> {
  const workspace = workspaceOf(texts);
  const reports: Report[] = [];
  for (const [path, text] of texts) {
    const language = languageOf(path);
    if (!language) continue;
    const { findings } = await analyze({ path, language, text }, workspace, options);
    for (const finding of findings) {
      const own = finding.evidence.filter(({ file }) => file === undefined || file === path);
      const evidenceLines = own.map(({ span }) => lineOf(text, span.start));
      reports.push({ path, line: lineOf(text, finding.span.start), finding, evidenceLines });
    }
  }
  return reports;
}

/** A world that consists of the given texts. */
export function workspaceOf(texts: ReadonlyMap<string, string>): Workspace {
  return {
    read: (path) => texts.get(path),
    siblings: (path) => [...texts.keys()].filter((other) => other !== path),
  };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
