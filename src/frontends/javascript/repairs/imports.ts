import type { TSESTree } from '@typescript-eslint/types';
import type { TextEdit } from '../../../shared/span.js';
import { insert } from './place.js';
import type { Style } from './style.js';
import { textOf, walk, type Parsed } from './syntax.js';

/** How to call a name of a core module, and the edit that makes it known, if one is needed. */
export interface Imported {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Makes `name` of the core module `module` (`stream`) known in a file: uses what is imported already, adds to an import of
 * the module, or adds an import behind the last one. A name that the file uses for something else is imported under another.
 */
export function imported(parsed: Parsed, style: Style, module: string, name: string): Imported {
  return known(parsed, module, name) ?? extended(parsed, module, name) ?? added(parsed, style, module, name);
}

interface Source {
  readonly statement: TSESTree.ImportDeclaration | TSESTree.VariableDeclaration;
  /** `import * as stream`, `const stream = require()`. */
  readonly whole?: string;
  /** Imported name → local name. */
  readonly names: ReadonlyMap<string, string>;
  /** Behind this offset another name can be added to the braces. */
  readonly lastName?: number;
}

function isModule(value: unknown, module: string): boolean {
  return value === module || value === `node:${module}`;
}

function sourcesOf({ ast }: Parsed, module: string): Source[] {
  return ast.body.flatMap((statement) => {
    const source =
      statement.type === 'ImportDeclaration' ? fromImport(statement, module) : fromRequire(statement, module);
    return source ? [source] : [];
  });
}

function fromImport(statement: TSESTree.ImportDeclaration, module: string): Source | undefined {
  if (statement.importKind === 'type' || !isModule(statement.source.value, module)) return undefined;
  const names = new Map<string, string>();
  let whole: string | undefined;
  let lastName: number | undefined;
  for (const specifier of statement.specifiers) {
    if (specifier.type !== 'ImportSpecifier') whole = specifier.local.name;
    else {
      if (specifier.importKind !== 'type' && specifier.imported.type === 'Identifier')
        names.set(specifier.imported.name, specifier.local.name);
      lastName = specifier.range[1];
    }
  }
  return { statement, names, ...(whole ? { whole } : {}), ...(lastName === undefined ? {} : { lastName }) };
}

function fromRequire(statement: TSESTree.ProgramStatement, module: string): Source | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined;
  for (const { id, init } of statement.declarations) {
    if (
      init?.type !== 'CallExpression' ||
      init.callee.type !== 'Identifier' ||
      init.callee.name !== 'require'
    )
      continue;
    const [argument] = init.arguments;
    if (argument?.type !== 'Literal' || !isModule(argument.value, module)) continue;
    if (id.type === 'Identifier') return { statement, whole: id.name, names: new Map() };
    if (id.type === 'ObjectPattern') return fromPattern(statement, id);
  }
  return undefined;
}

function fromPattern(statement: TSESTree.VariableDeclaration, pattern: TSESTree.ObjectPattern): Source {
  const names = new Map<string, string>();
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    if (property.value.type === 'Identifier') names.set(property.key.name, property.value.name);
  }
  const last = pattern.properties.at(-1);
  return { statement, names, ...(last?.type === 'Property' ? { lastName: last.range[1] } : {}) };
}

function known(parsed: Parsed, module: string, name: string): Imported | undefined {
  for (const { names, whole } of sourcesOf(parsed, module)) {
    const local = names.get(name) ?? (whole === undefined ? undefined : `${whole}.${name}`);
    if (local !== undefined) return { name: local, edits: [] };
  }
  return undefined;
}

function extended(parsed: Parsed, module: string, name: string): Imported | undefined {
  if (isTaken(parsed, name)) return undefined;
  const source = sourcesOf(parsed, module).find(({ lastName }) => lastName !== undefined);
  return source?.lastName === undefined ? undefined : { name, edits: [insert(source.lastName, `, ${name}`)] };
}

function added(parsed: Parsed, style: Style, module: string, name: string): Imported {
  const { quote, semicolons, requires } = style;
  const local = isTaken(parsed, name) ? `${name}Streams` : name;
  const from = `${quote}${prefixOf(parsed)}${module}${quote}`;
  const renamed = (by: string): string => (local === name ? name : `${name}${by}${local}`);
  const line = requires
    ? `${declares(parsed)} { ${renamed(': ')} } = require(${from})`
    : `import { ${renamed(' as ')} } from ${from}`;
  return { name: local, edits: [asImport(parsed, line + (semicolons ? ';' : ''))] };
}

/** The file's own way to write core modules. */
function prefixOf({ text }: Parsed): string {
  return /['"](?:net|tls|https?|http2|fs|path|stream|events)['"]/.test(text) && !/['"]node:/.test(text)
    ? ''
    : 'node:';
}

function declares(parsed: Parsed): string {
  return parsed.ast.body.some((node) => node.type === 'VariableDeclaration' && node.kind !== 'var')
    ? 'const'
    : 'var';
}

/** Behind the last import or require at the top of the file, else before its first statement. */
function asImport(parsed: Parsed, line: string): TextEdit {
  const { body, range } = parsed.ast;
  const last = body.findLast(
    (node) =>
      node.type === 'ImportDeclaration' ||
      (node.type === 'VariableDeclaration' && /\brequire\s*\(/.test(textOf(parsed, node))),
  );
  if (last) return insert(last.range[1], `\n${line}`);
  const first = body.find((node) => !('directive' in node && node.directive));
  return insert(first?.range[0] ?? range[0], `${line}\n\n`);
}

function isTaken({ ast }: Parsed, name: string): boolean {
  for (const node of walk(ast)) if (node.type === 'Identifier' && node.name === name) return true;
  return false;
}
