import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { languageOf } from '../shared/language.js';

/** How far a walk may go; a host that must answer soon sets both. */
export interface WalkBounds {
  readonly files?: number;
  readonly folders?: number;
}

/** A `.gitignore` and the folder it speaks for. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

const NEVER_ENTERED = new Set(['node_modules', '.git', '.hg', '.svn']);

/**
 * The source files below a folder, depth first in the order of their names, without `node_modules`, version control
 * folders and what `.gitignore` files exclude: those inside and those above, up to the root of the repository.
 * Symbolic links are not followed. A folder that cannot be read is passed over.
 */
export function* sourceFiles(root: string, bounds: WalkBounds = {}): Generator<string, void, undefined> {
  const left = { files: bounds.files ?? Infinity, folders: bounds.folders ?? Infinity };
  yield* filesBelow(root, ignoreFilesAbove(root), left);
}

function* filesBelow(
  folder: string,
  inherited: readonly IgnoreFile[],
  left: { files: number; folders: number },
): Generator<string, void, undefined> {
  if (left.folders-- <= 0) return;
  const ignores = [...inherited, ...ignoreFileOf(folder)];
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (isIgnored(path, entry, ignores)) continue;
    if (entry.isDirectory()) yield* filesBelow(path, ignores, left);
    else if (left.files-- > 0) yield path;
    else return;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(isWanted).sort(byName);
  } catch {
    return [];
  }
}

function isWanted(entry: Dirent): boolean {
  return entry.isDirectory()
    ? !NEVER_ENTERED.has(entry.name)
    : entry.isFile() && languageOf(entry.name) !== undefined;
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

/** The nearest `.gitignore` that says anything decides, as git does (gitignore(5)). */
function isIgnored(path: string, entry: Dirent, ignores: readonly IgnoreFile[]): boolean {
  for (const { folder, rules } of ignores.toReversed()) {
    const name = relative(folder, path).split(sep).join('/') + (entry.isDirectory() ? '/' : '');
    const { ignored, unignored } = rules.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function ignoreFileOf(folder: string): IgnoreFile[] {
  try {
    return [{ folder, rules: ignore().add(readFileSync(join(folder, '.gitignore'), 'utf8')) }];
  } catch {
    return [];
  }
}

/** The `.gitignore` files of the folders above, the outermost first; none when `root` is in no repository. */
function ignoreFilesAbove(root: string): IgnoreFile[] {
  const above: IgnoreFile[] = [];
  let folder = root;
  while (!existsSync(join(folder, '.git'))) {
    const parent = dirname(folder);
    if (parent === folder) return [];
    folder = parent;
    above.unshift(...ignoreFileOf(folder));
  }
  return above;
}
