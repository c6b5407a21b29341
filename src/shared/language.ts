import { extname } from 'node:path';

/** The languages Closewait reads, by VS Code's language identifiers. */
export type LanguageId = 'javascript' | 'javascriptreact' | 'typescript' | 'typescriptreact' | 'c' | 'cpp';

export const LANGUAGE_IDS: readonly LanguageId[] = [
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'c',
  'cpp',
];

const BY_EXTENSION: Readonly<Record<string, LanguageId>> = {
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascriptreact',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescriptreact',
  '.c': 'c',
  '.h': 'c',
  '.cc': 'cpp',
  '.cpp': 'cpp',
  '.cxx': 'cpp',
  '.c++': 'cpp',
  '.hh': 'cpp',
  '.hpp': 'cpp',
  '.hxx': 'cpp',
  '.ipp': 'cpp',
};

/** The endings of file names that {@link languageOf} knows. */
export const LANGUAGE_EXTENSIONS: readonly string[] = Object.keys(BY_EXTENSION);

/** The language a file's name stands for, or undefined when Closewait does not read such files. */
export function languageOf(path: string): LanguageId | undefined {
  return BY_EXTENSION[extname(path).toLowerCase()];
}

export function isLanguageId(value: string): value is LanguageId {
  return (LANGUAGE_IDS as readonly string[]).includes(value);
}

export function isCFamily(language: LanguageId): boolean {
  return language === 'c' || language === 'cpp';
}
