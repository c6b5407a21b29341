import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';

/** What a file's imports call modules and their members: `http` is `http`, `Server` is `http.Server`. */
export type ImportedNames = ReadonlyMap<string, string>;

const known = new WeakMap<Parsed, ImportedNames>();

/** The names a file imports by `import`, `import type`, `import = require` and `const … = require(…)` at its top. */
export function importedNames(file: Parsed): ImportedNames {
  const found = known.get(file) ?? collect(file.ast);
  known.set(file, found);
  return found;
}

/** `node:net` is `net`. */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '');
}

function collect({ body }: TSESTree.Program): ImportedNames {
  const names = new Map<string, string>();
  for (const node of body) {
    if (node.type === 'ImportDeclaration') addImport(node, names);
    else if (node.type === 'VariableDeclaration') addRequires(node, names);
    else if (
      node.type === 'TSImportEqualsDeclaration' &&
      node.moduleReference.type === 'TSExternalModuleReference'
    )
      names.set(node.id.name, moduleName(node.moduleReference.expression.value));
  }
  return names;
}

function addImport({ source, specifiers }: TSESTree.ImportDeclaration, names: Map<string, string>): void {
  const module = moduleName(source.value);
  for (const { local, ...specifier } of specifiers) {
    if (specifier.type !== 'ImportSpecifier') names.set(local.name, module);
    else names.set(local.name, `${module}.${nameOf(specifier.imported)}`);
  }
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}

function addRequires({ declarations }: TSESTree.VariableDeclaration, names: Map<string, string>): void {
  for (const { id, init } of declarations) {
    const module = requiredBy(init);
    if (module === undefined) continue;
    if (id.type === 'Identifier') names.set(id.name, module);
    if (id.type !== 'ObjectPattern') continue;
    for (const property of id.properties)
      if (
        property.type === 'Property' &&
        property.key.type === 'Identifier' &&
        property.value.type === 'Identifier'
      )
        names.set(property.value.name, `${module}.${property.key.name}`);
  }
}

function requiredBy(init: TSESTree.Expression | null): string | undefined {
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier' || init.callee.name !== 'require')
    return undefined;
  const [specifier] = init.arguments;
  return specifier?.type === 'Literal' && typeof specifier.value === 'string'
    ? moduleName(specifier.value)
    : undefined;
}
