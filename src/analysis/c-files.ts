import { isCFamily, languageOf } from '../shared/language.js';
import { sourceFiles, type WalkBounds } from './walk.js';

/** Enough for a large project; a walk beyond takes longer than a person waits for a squiggle. */
const BOUNDS: WalkBounds = { files: 4000, folders: 2000 };

/** The C and C++ files of project roots, found once each until something is created or deleted. */
export class CFiles {
  readonly #byRoot = new Map<string, readonly string[]>();

  /** Absolute paths below a folder; a few thousand at most. */
  below(root: string): readonly string[] {
    const known = this.#byRoot.get(root) ?? [...sourceFiles(root, BOUNDS)].filter(isCFile);
    this.#byRoot.set(root, known);
    return known;
  }

  /** To be called when files came or went. */
  forget(): void {
    this.#byRoot.clear();
  }
}

function isCFile(path: string): boolean {
  const language = languageOf(path);
  return language !== undefined && isCFamily(language);
}
