import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Analysis, Analyze, Options, Workspace } from '../analysis/analyze.js';
import { CFiles } from '../analysis/c-files.js';
import { Disk, withoutMark } from '../analysis/disk.js';
import { mergeRepairs, preferredRepair, safeRepair } from '../analysis/merge-repairs.js';
import { MAX_FILE_BYTES } from '../analysis/skip.js';
import { languageOf } from '../shared/language.js';
import { applyEdits, type TextEdit } from '../shared/span.js';
import type { FileReport } from './file-report.js';

/** Which repairs are made: none, those that keep the behaviour for living peers, or every preferred one. */
export type Repairing = 'none' | 'safe' | 'preferred';

/** One repair can make room for the next; more rounds than this are a circle. */
const MAX_PASSES = 10;

/** Checks files one after another; what it read of a project is kept for the next file. */
export class FileChecker {
  readonly #disk = new Disk(Infinity);
  readonly #cFiles = new CFiles();
  /** How often a file was changed here. */
  #writes = 0;

  constructor(
    private readonly analyze: Analyze,
    private readonly options: Options,
    private readonly repairing: Repairing,
    /** Absolute paths of the folders the user named: each is taken for a project. */
    private readonly roots: readonly string[],
  ) {}

  /** Never rejects: what goes wrong stands in the report as `failure`. */
  async check(path: string): Promise<FileReport> {
    const empty = { path, text: '', findings: [], repaired: false };
    try {
      if (statSync(path).size > MAX_FILE_BYTES) return { ...empty, skipped: 'too-large' };
      return await this.#checkText(path, readFileSync(path, 'utf8'));
    } catch (error) {
      return { ...empty, failure: `${path} could not be checked: ${reasonOf(error)}` };
    }
  }

  async #checkText(path: string, original: string): Promise<FileReport> {
    const before = withoutMark(original);
    const { text, analysis } = await this.#repaired(path, before);
    const repaired = text !== before;
    if (repaired) this.#write(path, original.slice(0, original.length - before.length) + text);
    // A clean file's text is not kept: a large project has thousands of them.
    const kept = repaired || analysis.findings.length > 0 ? text : '';
    return { path, text: kept, repaired, ...analysis };
  }

  async #repaired(path: string, before: string): Promise<{ text: string; analysis: Analysis }> {
    let text = before;
    let analysis = await this.#analysed(path, text);
    const seen = new Set([text]);
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const next = applyEdits(text, this.#edits(analysis));
      if (seen.has(next)) break;
      seen.add(next);
      text = next;
      analysis = await this.#analysed(path, text);
    }
    return { text, analysis };
  }

  #edits({ findings }: Analysis): readonly TextEdit[] {
    if (this.repairing === 'none') return [];
    const choose = this.repairing === 'safe' ? safeRepair : preferredRepair;
    return mergeRepairs(findings.map(choose).filter((repair) => repair !== undefined));
  }

  #analysed(path: string, text: string): Promise<Analysis> {
    const language = languageOf(path);
    if (!language) return Promise.resolve({ findings: [] });
    return this.analyze({ path, language, text }, this.#workspace(path, text), this.options);
  }

  /** The disk, except for the file in hand, whose repairs are not written yet. */
  #workspace(path: string, text: string): Workspace {
    return {
      read: (other) => (other === path ? text : this.#disk.read(other)),
      siblings: () => this.#cFiles.around(path, this.roots),
      revision: () => this.#writes,
    };
  }

  #write(path: string, text: string): void {
    writeFileSync(path, text);
    this.#writes++;
    this.#disk.forget(path);
  }
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.endsWith('.') ? reason : `${reason}.`;
}
