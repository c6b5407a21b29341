import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import type { LanguageId } from '../../shared/language.js';

type Grammar = 'c' | 'cpp';

const GRAMMAR_FILES: Readonly<Record<Grammar, string>> = {
  c: 'tree-sitter-c/tree-sitter-c.wasm',
  cpp: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
};

const parsers = new Map<Grammar, Promise<Parser>>();
let runtime: Promise<void> | undefined;

/** The parser for a language; the runtime and the grammar are loaded when first needed. */
export function parserFor(language: LanguageId): Promise<Parser> {
  const grammar: Grammar = language === 'cpp' ? 'cpp' : 'c';
  const known = parsers.get(grammar);
  if (known) return known;
  const loading = load(grammar);
  parsers.set(grammar, loading);
  return loading;
}

async function load(grammar: Grammar): Promise<Parser> {
  runtime ??= Parser.init({ locateFile: () => wasm('web-tree-sitter/web-tree-sitter.wasm') });
  await runtime;
  const language = await Language.load(wasm(GRAMMAR_FILES[grammar]));
  return new Parser().setLanguage(language);
}

/** Bundled, the file lies beside the bundle; in the source tree it lies in its package. */
function wasm(specifier: string): string {
  const beside = join(dirname(fileURLToPath(import.meta.url)), basename(specifier));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(specifier);
}
