import type { TSESTree } from '@typescript-eslint/types';
import { extname } from 'node:path';
import { linkParents } from './parents.js';
import { ParseCache } from './parse-cache.js';

/** A file that was understood: its text and its syntax (ESTree with ranges in UTF-16 offsets). */
export interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly ast: TSESTree.Program;
}

type Parse = (text: string, path: string) => TSESTree.Program;

let parser: Promise<Parse> | undefined;

/** Loads the TypeScript parser (some 100 ms) when the first file comes. */
export function loadParser(): Promise<Parse> {
  parser ??= import('@typescript-eslint/typescript-estree').then(
    ({ parse }) =>
      (text, path) =>
        parse(text, {
          range: true,
          loc: false,
          comment: false,
          tokens: false,
          jsx: /\.(?:[jt]sx|[cm]?js)$/i.test(path),
          filePath: path,
          errorOnUnknownASTType: false,
          allowInvalidAST: true,
          suppressDeprecatedPropertyWarnings: true,
          ...(extname(path) === '' ? {} : { sourceType: 'module' as const }),
        }),
  );
  return parser;
}

const cache = new ParseCache();

/** Half-typed text gives undefined: nothing can be said about it until it parses again. */
export function parseOr(parse: Parse, text: string, path: string): Parsed | undefined {
  return cache.get(path, text, () => attempt(parse, text, path));
}

function attempt(parse: Parse, text: string, path: string): Parsed | undefined {
  try {
    return { path, text, ast: linkParents(parse(text, path)) };
  } catch {
    return undefined;
  }
}

export type { Parse };
