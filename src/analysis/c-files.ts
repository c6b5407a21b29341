import { dirname, sep } from 'node:path';
import { isCFamily, languageOf } from '../shared/language.js';
import { projectRoot } from './project-root.js';
import { sourceFiles, type WalkBounds } from './walk.js';

/** Enough for a large project; a walk beyond takes longer than a person waits for a squiggle. */
const PROJECT: WalkBounds = { files: 4000, folders: 2000 };
const ONE_FOLDER: WalkBounds = { files: 4000, folders: 1 };

/** The C and C++ files of projects, found once each until something is created or deleted. */
export class CFiles {
  readonly #byRoot = new Map<string, readonly string[]>();

  /**
   * Absolute paths of the files that may hold a callee of `path`: of the innermost of `roots` it is in, else of the
   * repository it is in, else of its folder alone, for what lies beside that may be anything. A few thousand at most.
   */
  around(path: string, roots: readonly string[]): readonly string[] {
    const root = innermost(path, roots) ?? projectRoot(path);
    return root === undefined ? this.#below(dirname(path), ONE_FOLDER) : this.#below(root, PROJECT);
  }

  /** To be called when files came or went. */
  forget(): void {
    this.#byRoot.clear();
  }

  #below(root: string, bounds: WalkBounds): readonly string[] {
    const known = this.#byRoot.get(root) ?? [...sourceFiles(root, bounds)].filter(isCFile);
    this.#byRoot.set(root, known);
    return known;
  }
}

function innermost(path: string, roots: readonly string[]): string | undefined {
  const around = roots.filter((root) => path.startsWith(root.endsWith(sep) ? root : root + sep));
  return around.sort((a, b) => b.length - a.length)[0];
}

function isCFile(path: string): boolean {
  const language = languageOf(path);
  return language !== undefined && isCFamily(language);
}
