/** What the analysis of C costs beside compilers and checkers on the same files: `npm run bench -- c [FOLDER…]`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { analyze } from '../src/analysis/analyze.js';
import { childCost } from './child-cost.js';
import { answerTime, cost, medianOf, quantile } from './clock.js';
import { countLines, sourcesIn, workspaceOf, type SourceFile } from './sources.js';

const CORPUS = join(import.meta.dirname, '../test/corpus/c');
const ROUNDS = 3;
const EDITED_LINES = 5_000;
const EDITS = 60;
const MAX_FILES_FOR_OTHERS = 40;

interface Checker {
  readonly name: string;
  readonly command: string;
  readonly args: (path: string) => readonly string[];
}

const CHECKERS: readonly Checker[] = [
  {
    name: 'gcc -fanalyzer',
    command: 'gcc',
    args: (path) => ['-fanalyzer', '-w', '-c', '-o', '/dev/null', path],
  },
  { name: 'cppcheck', command: 'cppcheck', args: (path) => ['--quiet', path] },
  { name: 'clang-tidy', command: 'clang-tidy', args: (path) => ['--quiet', path, '--'] },
];

async function analyses(files: readonly SourceFile[]): Promise<void> {
  const workspace = workspaceOf(files);
  for (const file of files) await analyze(file, workspace);
}

/** Processor milliseconds of a checker over the files, each by itself. */
function checkerCost({ command, args }: Checker, files: readonly SourceFile[]): number | undefined {
  let sum = 0;
  for (const { path } of files) {
    const ms = childCost(command, args(path));
    if (ms === undefined) return undefined;
    sum += ms;
  }
  return sum;
}

/** By a text that has nothing to do with the files that are measured. */
async function loadGrammars(): Promise<void> {
  const text = 'int take(int l) { return accept(l, 0, 0); }';
  for (const language of ['c', 'cpp'] as const)
    await analyze({ path: `/nowhere/first.${language}`, language, text }, { read: () => undefined });
}

export async function benchC(folders: readonly string[]): Promise<void> {
  const files = (folders.length > 0 ? folders : [CORPUS]).flatMap(sourcesIn);
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  await loadGrammars();
  const cold = await cost(() => analyses(files));
  const warm = await medianOf(ROUNDS, () => analyses(files));
  console.log(
    `\nC and C++: ${files.length} files, ${lines} lines; cold ${cold.toFixed(0)} ms, nothing changed ${warm.toFixed(0)} ms`,
  );
  const inC = files.filter(({ language }) => language === 'c');
  compare(
    inC
      .slice(0, 4 * MAX_FILES_FOR_OTHERS)
      .filter(compiles)
      .slice(0, MAX_FILES_FOR_OTHERS),
    cold / lines,
  );
  await benchEdits(files);
}

/** A file that lacks its headers costs the others nothing, and says nothing. */
function compiles({ path }: SourceFile): boolean {
  const { error, status } = spawnSync('gcc', ['-fsyntax-only', '-w', path]);
  return error !== undefined || status === 0;
}

function compare(files: readonly SourceFile[], msPerLine: number): void {
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  console.log(`beside others on ${files.length} C files that compile as they are, ${lines} lines:`);
  for (const checker of CHECKERS) {
    const ms = checkerCost(checker, files);
    if (ms === undefined) console.log(`${checker.name}: not installed, not compared`);
    else {
      const times = (ms / lines / msPerLine).toFixed(1);
      console.log(
        `${checker.name}: ${((ms / lines) * 1000).toFixed(0)} ms per 1,000 lines, ${times} times ours (${(msPerLine * 1000).toFixed(1)} ms)`,
      );
    }
  }
}

/** A key typed in a long file: only what changed is done again. */
async function benchEdits(files: readonly SourceFile[]): Promise<void> {
  const path = join(CORPUS, 'long.c');
  let text = longText(files);
  const source = { path, language: 'c', text } as const;
  const workspace = workspaceOf([source]);
  await analyze(source, workspace);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const at = text.indexOf('\n', Math.floor((text.length * edit) / EDITS));
    text = `${text.slice(0, at)} ${text.slice(at)}`;
    times.push(await answerTime(() => analyze({ ...source, text }, workspace)));
  }
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
  console.log(`edit in ${countLines(text)} lines: median ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms`);
  console.log(`memory ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
}

/** Programs one behind the other, their functions under names of their own. */
function longText(files: readonly SourceFile[]): string {
  let text = '';
  for (const [index, file] of files.filter(({ language }) => language === 'c').entries()) {
    if (countLines(text) >= EDITED_LINES) break;
    text += file.text.replaceAll(/^((?:static )?[a-z][\w \t*]*?[ *])(\w+)\(/gm, `$1$2_${index}(`);
  }
  return text;
}
