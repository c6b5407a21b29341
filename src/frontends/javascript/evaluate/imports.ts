import type { TSESTree } from '@typescript-eslint/types';
import { packageNamed } from '../apis/packages.js';
import { exportsOf } from '../modules/evaluate-module.js';
import type { Value } from '../values.js';
import { either, FOREIGN, optionOf, textOf, UNKNOWN } from '../values.js';
import { declareClass } from './classes.js';
import { evaluate } from './expressions.js';
import { makeFunction } from './functions.js';
import { readMember } from './members.js';
import type { Scope } from './scope.js';

/** What `import … from 'specifier'` or `require('specifier')` gives: known packages from tables, own files by reading them. */
export function moduleNamed(scope: Scope, specifier: string, node: TSESTree.Node): Value {
  const known = packageNamed(specifier);
  if (known) return known;
  const { program } = scope.act;
  const module = program.load(specifier, scope.frame.module.parsed.path);
  return module ? exportsOf(scope, module, node) : FOREIGN;
}

export function importNames(
  scope: Scope,
  node: TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration,
): void {
  if (node.importKind === 'type') return;
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference;
    if (reference.type !== 'TSExternalModuleReference') return;
    scope.frame.declare(node.id.name, moduleNamed(scope, reference.expression.value, node), 'const');
    return;
  }
  if (
    node.specifiers.length > 0 &&
    node.specifiers.every((s) => s.type === 'ImportSpecifier' && s.importKind === 'type')
  )
    return;
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type') continue;
    scope.frame.declareLazily(specifier.local.name, () => imported(scope, node, specifier));
  }
}

function imported(scope: Scope, node: TSESTree.ImportDeclaration, specifier: TSESTree.ImportClause): Value {
  const whole = moduleNamed(scope, node.source.value, node);
  if (specifier.type === 'ImportNamespaceSpecifier') return whole;
  if (specifier.type === 'ImportDefaultSpecifier') return defaultOf(whole);
  return nameOf(specifier.imported) === 'default'
    ? defaultOf(whole)
    : readMember(scope, whole, nameOf(specifier.imported), specifier);
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === 'Identifier' ? node.name : node.value;
}

/**
 * `const { x } = require('./x').y` at a file's top level: the module is read when one of the names is first asked for. False
 * for what has to be evaluated at once.
 */
export function requireLazily(scope: Scope, { id, init }: TSESTree.VariableDeclarator): boolean {
  const required = scope.frame.isTop && init ? requiredBy(scope, init) : undefined;
  const names = required && namesIn(id);
  if (!required || !names) return false;
  const { specifier, path, node } = required;
  for (const { name, keys } of names)
    scope.frame.declareLazily(name, () =>
      [...path, ...keys].reduce(
        (value, key) => readMember(scope, value, key, node),
        moduleNamed(scope, specifier, node),
      ),
    );
  return true;
}

interface Required {
  readonly specifier: string;
  /** The fields of its exports that lead to the value. */
  readonly path: readonly string[];
  readonly node: TSESTree.CallExpression;
}

function requiredBy(scope: Scope, node: TSESTree.Expression): Required | undefined {
  if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
    const owner = requiredBy(scope, node.object);
    return owner && { ...owner, path: [...owner.path, node.property.name] };
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  const [specifier] = node.arguments;
  if (node.callee.name !== 'require' || scope.frame.find('require') || specifier?.type !== 'Literal')
    return undefined;
  return typeof specifier.value === 'string' ? { specifier: specifier.value, path: [], node } : undefined;
}

/** The names that a pattern declares, each with the fields that lead to it; undefined for one that does more. */
function namesIn(
  id: TSESTree.Node,
): { readonly name: string; readonly keys: readonly string[] }[] | undefined {
  if (id.type === 'Identifier') return [{ name: id.name, keys: [] }];
  if (id.type !== 'ObjectPattern') return undefined;
  const names = id.properties.map((property) =>
    property.type === 'Property' &&
    !property.computed &&
    property.key.type === 'Identifier' &&
    property.value.type === 'Identifier'
      ? { name: property.value.name, keys: [property.key.name] }
      : undefined,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** CommonJS modules are their own default. */
function defaultOf(whole: Value): Value {
  const found = optionOf(whole, 'object')?.fields.get('default');
  if (found) return found;
  const named = optionOf(whole, 'native')?.member?.('default');
  return named ?? whole;
}

export function exportNamed(
  scope: Scope,
  node:
    | TSESTree.ExportNamedDeclaration
    | TSESTree.ExportDefaultDeclaration
    | TSESTree.ExportAllDeclaration
    | TSESTree.TSExportAssignment,
): void {
  const { exports } = scope.frame.module;
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      exports.fields.set('default', defaultExport(scope, node.declaration));
      return;
    case 'TSExportAssignment':
      scope.frame.module.whole = evaluate(scope, node.expression);
      return;
    case 'ExportAllDeclaration':
      reexportAll(scope, node);
      return;
    default:
      exportList(scope, node);
  }
}

function defaultExport(scope: Scope, node: TSESTree.ExportDefaultDeclaration['declaration']): Value {
  if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) {
    if (node.type === 'ClassDeclaration' && !scope.frame.find(node.id.name)) declareClass(scope, node);
    return scope.frame.find(node.id.name)?.value ?? UNKNOWN;
  }
  if (node.type === 'FunctionDeclaration') return makeFunction(node, scope.frame);
  if (node.type === 'ClassDeclaration') return declareClass(scope, node);
  return evaluate(scope, node);
}

function reexportAll(scope: Scope, node: TSESTree.ExportAllDeclaration): void {
  const whole = moduleNamed(scope, node.source.value, node);
  const { exports } = scope.frame.module;
  if (node.exported) exports.fields.set(nameOf(node.exported), whole);
  else if (whole.kind === 'object') {
    for (const [name, value] of whole.fields) if (name !== 'default') exports.fields.set(name, value);
  }
}

function exportList(scope: Scope, node: TSESTree.ExportNamedDeclaration): void {
  const { exports } = scope.frame.module;
  const source = node.source ? moduleNamed(scope, node.source.value, node) : undefined;
  for (const { local, exported } of node.specifiers) {
    const value = source
      ? nameOf(local) === 'default'
        ? defaultOf(source)
        : readMember(scope, source, nameOf(local), node)
      : (scope.frame.find(nameOf(local))?.value ?? UNKNOWN);
    exports.fields.set(nameOf(exported), value);
  }
  for (const name of node.declaration ? declaredNames(node.declaration) : []) {
    const value = scope.frame.find(name)?.value;
    if (value) exports.fields.set(name, either(exports.fields.get(name), value));
  }
}

/** The names that an exported declaration gives. */
export function declaredNames(declaration: TSESTree.NamedExportDeclarations): string[] {
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : [];
}

export function dynamicImport(scope: Scope, node: TSESTree.ImportExpression): Value {
  const specifier = textOf(evaluate(scope, node.source));
  const value = specifier === undefined ? FOREIGN : moduleNamed(scope, specifier, node);
  return { kind: 'pledge', place: undefined, on: 'unknown', mayReject: false, value: () => value };
}
