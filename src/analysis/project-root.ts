import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above a path that holds a repository, or undefined. */
export function projectRoot(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
