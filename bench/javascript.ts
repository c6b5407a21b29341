/**
 * What the analysis of JavaScript and TypeScript costs beside a parse by @typescript-eslint/parser, ESLint without rules
 * and oxlint: `npm run bench -- javascript [FOLDER…]`. oxlint is compared if `.cache/bench` has it
 * (`npm i --prefix .cache/bench oxlint`).
 */
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { analyze } from '../src/analysis/analyze.js';
import { mentionsSockets } from '../src/analysis/pre-filter.js';
import { loadParser, parseOr } from '../src/frontends/javascript/parse.js';
import { childCost } from './child-cost.js';
import { median, medianOf } from './clock.js';
import { countLines, linesOf, workspaceOf, type SourceFile } from './sources.js';

const ROOT = join(import.meta.dirname, '..');
/** Real code that every clone has: socket-heavy packages first. */
export const FOLDERS = [
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
const OXLINT = join(ROOT, '.cache/bench/node_modules/.bin/oxlint');

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
  const oxlint = oxlintCost(files);
  console.table([
    row('parse (@typescript-eslint/parser)', parse),
    row('ESLint, no rules', eslint),
    ...(oxlint === undefined ? [] : [row('oxlint, its usual rules, one thread', oxlint)]),
    row('Closewait, all', whole),
    row('Closewait beyond parsing', Math.max(0, whole - own)),
  ]);
}

/** Undefined when it is not installed. */
function oxlintCost(files: readonly SourceFile[]): number | undefined {
  const args = ['--threads=1', '--silent', ...files.map(({ path }) => path)];
  const costs = Array.from({ length: ROUNDS }, () => childCost(OXLINT, args));
  return costs.every((ms) => ms !== undefined) ? median(costs) : undefined;
}
