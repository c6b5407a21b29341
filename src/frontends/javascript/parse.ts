import type { ParserOptions, ParserPlugin } from '@babel/parser';
import type { TSESTree } from '@typescript-eslint/types';
import { extname } from 'node:path';
import { raise } from './compiled/raise.js';
import { isTolerable } from './early-errors.js';
import type { Span } from '../../shared/span.js';
import { parseAround } from './half-typed/parse-around.js';
import { linkParents } from './parents.js';
import { ParseCache } from './parse-cache.js';

/** A file that was understood: its text and its syntax (ESTree with ranges in UTF-16 offsets). */
export interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly ast: TSESTree.Program;
  /** Half-typed parts that were left out, and count as code that cannot be read. */
  readonly unread?: readonly Span[];
}

/** The syntax of a text, each node with its parent. Throws a SyntaxError with its `pos` when the text does not parse. */
type Parse = (text: string, path: string) => TSESTree.Program;

let parser: Promise<Parse> | undefined;

/** Loads the parser (some 20 ms) when the first file comes. */
export function loadParser(): Promise<Parse> {
  parser ??= import('@babel/parser').then(({ parse }) => (text, path) => {
    const { program, errors } = parse(text, optionsFor(text, path));
    const refused = errors.find((error) => !isTolerable(error));
    if (refused) throw Object.assign(new SyntaxError(refused.reasonCode), { pos: refused.pos });
    // With its "estree" plugin, Babel 8 gives the tree of typescript-estree: https://babeljs.io/docs/babel-parser
    return linkParents(raise(program as unknown as TSESTree.Program, text));
  });
  return parser;
}

/** Types and JSX as the file's name has it; what may stand where is nobody's business here. */
function optionsFor(text: string, path: string): ParserOptions {
  const extension = extname(path).toLowerCase();
  const isJavaScript = /^\.(?:[cm]?js|jsx)$/.test(extension);
  const plugins: ParserPlugin[] = ['estree', 'decorators', 'decoratorAutoAccessors'];
  if (isJavaScript || extension === '.tsx') plugins.push('jsx');
  if (!isJavaScript) plugins.push('typescript');
  else if (text.includes('@flow')) plugins.push('flow');
  return {
    sourceType: 'unambiguous',
    ranges: true,
    attachComment: false,
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowYieldOutsideFunction: true,
    allowImportExportEverywhere: true,
    allowUndeclaredExports: true,
    allowNewTargetOutsideFunction: true,
    allowSuperOutsideMethod: true,
    plugins,
  };
}

const cache = new ParseCache();

/** Of half-typed text what can be understood; undefined when nothing can be said about it until it parses again. */
export function parseOr(parse: Parse, text: string, path: string): Parsed | undefined {
  return cache.get(path, text, () => attempt(parse, text, path));
}

function attempt(parse: Parse, text: string, path: string): Parsed | undefined {
  try {
    return { path, text, ast: parse(text, path) };
  } catch (error) {
    return around(parse, text, path, error);
  }
}

/** Nesting beyond what a stack holds gives nothing. */
function around(parse: Parse, text: string, path: string, error: unknown): Parsed | undefined {
  try {
    return parseAround(parse, text, path, error);
  } catch {
    return undefined;
  }
}

export type { Parse };
