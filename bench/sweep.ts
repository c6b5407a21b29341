/**
 * Every report on folders of real sources, one line each, with what the analysis cost:
 * `npm run sweep -- FOLDER… [--json FILE]`.
 */
import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze } from '../src/analysis/analyze.js';
import type { Finding } from '../src/shared/finding.js';
import { countLines, sourcesIn, workspaceOf } from './sources.js';

interface Swept {
  /** Relative to the folder above the one swept. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly finding: Finding;
}

async function sweep(folder: string): Promise<Swept[]> {
  const files = sourcesIn(folder);
  const workspace = workspaceOf(files);
  const found: Swept[] = [];
  let slowest = { path: '', ms: 0 };
  const start = performance.now();
  for (const file of files) {
    const before = performance.now();
    const path = relative(dirname(folder), file.path);
    try {
      const { findings } = await analyze(file, workspace);
      for (const finding of findings)
        found.push({ path, line: lineOf(file.text, finding.span.start), finding });
    } catch (error) {
      console.log(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const ms = performance.now() - before;
    if (ms > slowest.ms) slowest = { path, ms };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  const worst = `slowest ${slowest.path} ${slowest.ms.toFixed(0)} ms`;
  console.log(
    `${folder}: ${files.length} files, ${lines} lines, ${found.length} reports, ${seconds} s; ${worst}`,
  );
  return found;
}

function lineOf(text: string, offset: number): number {
  return countLines(text.slice(0, offset));
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const all: Swept[] = [];
for (const folder of positionals) all.push(...(await sweep(folder)));
for (const { path, line, finding } of all) console.log(`${path}:${line} ${finding.rule} ${finding.message}`);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all, null, 1));
