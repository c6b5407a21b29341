import { readFileSync } from 'node:fs';
import type { Repair } from '../../src/shared/finding.js';
import { applyEdits, type TextEdit } from '../../src/shared/span.js';
import type { Report } from '../analysis/corpus/judge.js';
import type { Program } from '../analysis/corpus/program.js';
import { reportsOn } from '../analysis/corpus/reports.js';

/** A program after its preferred repairs were applied until none was left. */
export interface Mended {
  readonly program: Program;
  /** Absolute path of the original → repaired text. */
  readonly texts: ReadonlyMap<string, string>;
  /** Titles of the repairs, in the order they were applied. */
  readonly applied: readonly string[];
  /** What is still reported. */
  readonly left: readonly Report[];
}

/** Repairs one finding a pass; a program that takes more passes is not being cured. */
const PASSES = 10;

export async function mend(program: Program): Promise<Mended> {
  const texts = new Map(program.files.map((path) => [path, readFileSync(path, 'utf8')]));
  const applied: string[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const next = repairable(await reportsOn(texts));
    if (!next) break;
    const { path, repair } = next;
    texts.set(path, applyEdits(texts.get(path) ?? '', repair.edits.map(hurried)));
    applied.push(repair.title);
  }
  return { program, texts, applied, left: await reportsOn(texts) };
}

function repairable(reports: readonly Report[]): { path: string; repair: Repair } | undefined {
  for (const { path, finding } of reports) {
    const repair = finding.repairs.find(({ preferred }) => preferred);
    if (repair) return { path, repair };
  }
  return undefined;
}

/** Idle times are written for real life; the proof waits six seconds, so a second stands for a minute. */
function hurried({ span, text }: TextEdit): TextEdit {
  return { span, text: text.replaceAll(/\b[36]0_000\b/g, '1_000') };
}
