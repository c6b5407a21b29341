import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { languageOf } from '../../../src/shared/language.js';

/** A place of the labels: one good place to report, and the lines around it that are right too. */
export interface Guilty {
  /** 1-based. */
  readonly line: number;
  /** First and last line, 1-based, inclusive. */
  readonly scope?: readonly [number, number];
  /** Relative to the set's folder of programs; by default the program's main file. */
  readonly file?: string;
  readonly what?: string;
}

/** One line of a set's labels.json; what was measured stands in truth.json beside it. */
export interface Label {
  readonly file: string;
  readonly leaks: boolean;
  readonly guilty: readonly Guilty[];
  readonly mechanism: string;
  /** The descriptor outlives the connection without CLOSE_WAIT: a report at a guilty line is right. */
  readonly fd_leak?: boolean;
  /** A silent peer is never noticed: a report at a guilty line is right. */
  readonly halfDead?: boolean;
  readonly smell?: boolean;
  readonly run?: { readonly extra?: string };
}

/** A measured program of the corpus: all its files, and what is known of it. */
export interface Program {
  /** Unique over all sets: `node/ticker-a.js`. */
  readonly id: string;
  readonly label: Label;
  /** Where the paths of labels start. */
  readonly root: string;
  /** Absolute paths; the main file first. */
  readonly files: readonly string[];
}

const CORPUS = join(import.meta.dirname, '../../corpus');

/** The sets of programs: the folder with labels.json, and the folder in it that the labels' paths start from. */
const SETS: Readonly<Record<string, readonly [folder: string, programs: string]>> = {
  node: ['node', 'cases'],
  'node-own': ['node/own', 'cases'],
  c: ['c', ''],
  'c-own': ['c-own', ''],
};

/** The folder of a set: its labels, its peers, what was measured. */
export function folderOf(set: string): string {
  const [folder = set] = SETS[set] ?? [];
  return join(CORPUS, folder);
}

/** Every program of the sets that exist, in the order of their labels. */
export function programs(): Program[] {
  return Object.entries(SETS).flatMap(([set, [folder, inner]]) =>
    programsOf(set, join(CORPUS, folder, inner)),
  );
}

function programsOf(set: string, root: string): Program[] {
  const labels = join(folderOf(set), 'labels.json');
  if (!existsSync(labels)) return [];
  const parsed = JSON.parse(readFileSync(labels, 'utf8')) as Label[];
  return parsed.map((label) => ({ id: `${set}/${label.file}`, label, root, files: filesOf(root, label) }));
}

function filesOf(root: string, { file, run }: Label): string[] {
  const main = join(root, file);
  if (run?.extra !== undefined) return [main, join(root, run.extra)];
  const folder = dirname(main);
  if (folder === root) return [main];
  const others = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return [main, ...others.filter((path) => path !== main && isProgramText(path))];
}

/** Sources, and what tells how they call one another. */
function isProgramText(path: string): boolean {
  return (languageOf(path) !== undefined || basename(path) === 'package.json') && statSync(path).isFile();
}

/** How the labels call a file of a program. */
export function labelPath(program: Program, path: string): string {
  return relative(program.root, path);
}
