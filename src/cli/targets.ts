import { statSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { sourceFiles } from '../analysis/walk.js';
import { LANGUAGE_EXTENSIONS, languageOf } from '../shared/language.js';
import { CommandError } from './command.js';

/** A file to be checked. */
export interface Target {
  /** Absolute. */
  readonly path: string;
  /** True when the user named the file itself, not a folder it is in. */
  readonly named: boolean;
}

/**
 * The files that paths stand for, each once, in the order of the arguments and then of names.
 * @throws CommandError when no path is given, one does not exist, or a named file is in no language Closewait reads.
 */
export function targetsOf(paths: readonly string[], cwd: string): readonly Target[] {
  if (paths.length === 0) throw new CommandError('name at least one file or folder to check.');
  const targets = new Map<string, Target>();
  for (const path of paths.map((path) => resolve(cwd, path))) {
    for (const target of targetsAt(path, statOf(path))) {
      if (target.named || !targets.has(target.path)) targets.set(target.path, target);
    }
  }
  return [...targets.values()];
}

/** The folders among paths that exist, absolute. */
export function foldersOf(paths: readonly string[], cwd: string): readonly string[] {
  return paths.map((path) => resolve(cwd, path)).filter((path) => statOf(path).isDirectory());
}

function targetsAt(path: string, stats: Stats): Target[] {
  if (stats.isDirectory()) return [...sourceFiles(path)].map((file) => ({ path: file, named: false }));
  if (!stats.isFile()) throw new CommandError(`${path} is neither a file nor a folder.`);
  if (languageOf(path) !== undefined) return [{ path, named: true }];
  throw new CommandError(
    `${path} is in no language that Closewait reads; it reads ${LANGUAGE_EXTENSIONS.join(' ')}.`,
  );
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new CommandError(`${path} ${isMissing(error) ? 'does not exist' : 'cannot be read'}.`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
