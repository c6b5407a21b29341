import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../src/analysis/analyze.js';
import { isCFamily, languageOf, type LanguageId } from '../src/shared/language.js';

/** A file of real code. */
export interface SourceFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
}

const SKIPPED = new Set(['node_modules', '.git', 'test', 'tests', '__tests__', 'spec', 'fixtures']);

/** The sources below a folder that the analysis reads; bundles and declarations are nobody's source. */
export function sourcesIn(folder: string): SourceFile[] {
  return pathsIn(folder).flatMap((path) => {
    const language = languageOf(path);
    const text = readOr(path);
    return language && text !== undefined ? [{ path, language, text }] : [];
  });
}

function pathsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pathsIn(path);
    return entry.isFile() && isSource(path) ? [path] : [];
  });
}

function isSource(path: string): boolean {
  return languageOf(path) !== undefined && !/\.d\.[cm]?ts$|\.min\.[cm]?js$/.test(path);
}

/** Files of several folders until they have so many lines together. */
export function linesOf(folders: readonly string[], lines: number): SourceFile[] {
  const files: SourceFile[] = [];
  let left = lines;
  for (const file of folders.filter((folder) => existsSync(folder)).flatMap(sourcesIn)) {
    if (left <= 0) break;
    files.push(file);
    left -= countLines(file.text);
  }
  return files;
}

export function countLines(text: string): number {
  return text.split('\n').length;
}

/** A workspace over the disk whose C files are those of one project. */
export function workspaceOf(files: readonly SourceFile[]): Workspace {
  const cFiles = files.filter(({ language }) => isCFamily(language)).map(({ path }) => path);
  const texts = new Map<string, string | undefined>(files.map(({ path, text }) => [path, text]));
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, readOr(path));
    return texts.get(path);
  };
  return { read, siblings: () => cFiles, revision: () => 0 };
}

function readOr(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
