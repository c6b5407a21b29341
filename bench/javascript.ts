/**
 * What the analysis of JavaScript and TypeScript costs beside the parser it needs, beside ESLint without rules, and after
 * an edit: `npm run bench -- javascript [FOLDER…]`.
 */
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { analyze } from '../src/analysis/analyze.js';
import { mentionsSockets } from '../src/analysis/pre-filter.js';
import { loadParser, parseOr } from '../src/frontends/javascript/parse.js';
import { cost, medianOf, quantile } from './clock.js';
import { countLines, linesOf, workspaceOf, type SourceFile } from './sources.js';

const ROOT = join(import.meta.dirname, '..');
/** Real code that every clone has: socket-heavy packages first. */
const FOLDERS = [
  'test/corpus/node/node_modules/undici/lib',
  'test/corpus/node/node_modules/ws/lib',
  'node_modules/vscode-languageclient/lib',
  'node_modules/vscode-languageserver/lib',
  'node_modules/vscode-jsonrpc/lib',
  'node_modules/eslint/lib',
  'src',
].map((folder) => join(ROOT, folder));
const LINES = 50_000;
const ROUNDS = 5;
const EDITED_LINES = 1_000;
const EDITS = 60;

const PARSE_OPTIONS = { range: true, loc: true, tokens: true, comment: true, sourceType: 'module' } as const;

function parses(files: readonly SourceFile[]): void {
  for (const { path, text } of files) {
    try {
      parser.parse(text, { ...PARSE_OPTIONS, filePath: path, jsx: /[jt]sx$|js$/.test(path) });
    } catch {
      // A file that this parser refuses costs what it cost.
    }
  }
}

function lints(files: readonly SourceFile[]): void {
  const linter = new Linter();
  const config: Linter.Config[] = [{ files: ['**/*.ts'], languageOptions: { parser } }];
  for (const { text } of files) linter.verify(text, config, 'file.ts');
}

async function analyses(files: readonly SourceFile[]): Promise<void> {
  const workspace = workspaceOf(files);
  for (const file of files) await analyze(file, workspace);
}

async function ownParse(files: readonly SourceFile[]): Promise<void> {
  const parse = await loadParser();
  for (const file of files.filter(mentionsSockets)) parseOr(parse, file.text, file.path);
}

export async function benchJavaScript(folders: readonly string[]): Promise<void> {
  const files = linesOf(folders.length > 0 ? folders : FOLDERS, LINES);
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  console.log(
    `\nJavaScript and TypeScript: ${files.length} files, ${lines} lines, median of ${ROUNDS}, processor time`,
  );
  await analyses(files.slice(0, 5));
  const parse = await medianOf(ROUNDS, () => {
    parses(files);
  });
  const own = await medianOf(ROUNDS, () => ownParse(files));
  const whole = await medianOf(ROUNDS, () => analyses(files));
  const eslint = await medianOf(ROUNDS, () => {
    lints(files);
  });
  const row = (what: string, ms: number): object => ({
    what,
    ms: Math.round(ms),
    'of the parse': (ms / parse).toFixed(2),
  });
  console.table([
    row('parse (@typescript-eslint/parser)', parse),
    row('ESLint, no rules', eslint),
    row('Closewait, all', whole),
    row('Closewait beyond parsing', Math.max(0, whole - own)),
  ]);
  await benchEdits(files);
}

/** A key typed in a file of a thousand lines: how long until the findings are there. */
async function benchEdits(files: readonly SourceFile[]): Promise<void> {
  const sized = files.filter(mentionsSockets).toSorted((a, b) => distance(a) - distance(b));
  const [file] = sized;
  if (!file) return;
  const workspace = workspaceOf(files);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const at = file.text.indexOf('\n', Math.floor((file.text.length * edit) / EDITS));
    const text = `${file.text.slice(0, at)} ${file.text.slice(at)}`;
    times.push(await cost(() => analyze({ ...file, text }, workspace)));
  }
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
  console.log(
    `edit in ${countLines(file.text)} lines: median ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms`,
  );
  console.log(`memory ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
}

function distance({ text }: SourceFile): number {
  return Math.abs(countLines(text) - EDITED_LINES);
}
