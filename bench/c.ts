/** What the analysis of C costs beside compilers and checkers on the same files: `npm run bench -- c [FOLDER…]`. */
import { join } from 'node:path';
import { analyze } from '../src/analysis/analyze.js';
import { childCost } from './child-cost.js';
import { cost, medianOf, quantile } from './clock.js';
import { countLines, sourcesIn, workspaceOf, type SourceFile } from './sources.js';

const CORPUS = join(import.meta.dirname, '../test/corpus/c');
const ROUNDS = 3;
const EDITED_LINES = 5_000;
const EDITS = 60;
const MAX_FILES_FOR_OTHERS = 60;

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

export async function benchC(folders: readonly string[]): Promise<void> {
  const files = (folders.length > 0 ? folders : [CORPUS]).flatMap(sourcesIn);
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  // The first file loads the grammars.
  await analyses(files.slice(0, 1));
  const cold = await cost(() => analyses(files));
  const warm = await medianOf(ROUNDS, () => analyses(files));
  console.log(
    `\nC and C++: ${files.length} files, ${lines} lines; cold ${cold.toFixed(0)} ms, nothing changed ${warm.toFixed(0)} ms`,
  );
  compare(files.filter(({ language }) => language === 'c').slice(0, MAX_FILES_FOR_OTHERS), cold / lines);
  await benchEdits(files);
}

function compare(files: readonly SourceFile[], msPerLine: number): void {
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  for (const checker of CHECKERS) {
    const ms = checkerCost(checker, files);
    if (ms === undefined) console.log(`${checker.name}: not installed, not compared`);
    else {
      const times = (ms / lines / msPerLine).toFixed(0);
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
    times.push(await cost(() => analyze({ ...source, text }, workspace)));
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
