/**
 * Every report on a folder of real sources, one line each, with what the analysis cost:
 * `npm run sweep -- FOLDER… [--json FILE]`.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze, type Workspace } from '../src/analysis/analyze.js';
import type { Finding } from '../src/shared/finding.js';
import { isCFamily, languageOf } from '../src/shared/language.js';

const SKIPPED = new Set([
  'node_modules',
  '.git',
  'test',
  'tests',
  '__tests__',
  'spec',
  'fixtures',
  'dist-types',
]);

interface Swept {
  readonly path: string;
  readonly line: number;
  readonly finding: Finding;
}

/** The sources below a folder that the analysis reads; bundles and declarations are nobody's source. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sources(path);
    return entry.isFile() && isSource(path) ? [path] : [];
  });
}

function isSource(path: string): boolean {
  return languageOf(path) !== undefined && !/\.d\.[cm]?ts$|\.min\.[cm]?js$/.test(path);
}

/** A workspace over the disk whose C files are those of one project. */
function workspaceOf(files: readonly string[]): Workspace {
  const cFiles = files.filter((path) => isCFamily(languageOf(path) ?? 'javascript'));
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, readOr(path));
    return texts.get(path);
  };
  return { read, siblings: (path) => cFiles.filter((other) => other !== path) };
}

function readOr(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

async function sweep(folder: string): Promise<Swept[]> {
  const files = sources(folder);
  const workspace = workspaceOf(files);
  const found: Swept[] = [];
  let lines = 0;
  let slowest = { path: '', ms: 0 };
  const start = performance.now();
  for (const path of files) {
    const language = languageOf(path);
    const text = workspace.read(path);
    if (!language || text === undefined) continue;
    lines += text.split('\n').length;
    const before = performance.now();
    try {
      const { findings } = await analyze({ path, language, text }, workspace);
      for (const finding of findings) found.push({ path, line: lineOf(text, finding.span.start), finding });
    } catch (error) {
      console.log(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    const ms = performance.now() - before;
    if (ms > slowest.ms) slowest = { path, ms };
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${folder}: ${files.length} files, ${lines} lines, ${found.length} reports, ${seconds.toFixed(1)} s; ` +
      `slowest ${relative(folder, slowest.path)} ${slowest.ms.toFixed(0)} ms`,
  );
  return found;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const all: (Swept & { readonly root: string })[] = [];
for (const folder of positionals) {
  for (const swept of await sweep(folder)) all.push({ ...swept, root: dirname(folder) });
}
for (const { root, path, line, finding } of all) {
  console.log(`${relative(root, path)}:${line} ${finding.rule} ${finding.message}`);
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(all, null, 1));
