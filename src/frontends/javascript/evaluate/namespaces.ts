import type { TSESTree } from '@typescript-eslint/types';
import { object } from '../values.js';
import { declaredNames } from './imports.js';
import type { Scope } from './scope.js';
import { inner } from './scope.js';
import { runBody } from './statements.js';

/** `namespace Wire { export function serve(socket) {…} }`: an object made where it stands (TypeScript handbook, "Namespaces"). */
export function declareNamespace(scope: Scope, node: TSESTree.TSModuleDeclaration): void {
  const { id, body } = node;
  if (node.declare || id.type !== 'Identifier' || body?.type !== 'TSModuleBlock') return;
  const known = scope.frame.find(id.name)?.value;
  const made = known?.kind === 'object' ? known : object();
  if (made !== known) scope.frame.declare(id.name, made, 'const');
  const within = inner(scope, node);
  runBody(within, body.body.map(plain));
  for (const name of body.body.flatMap(exportedNames)) {
    const value = within.frame.find(name)?.value;
    if (value) made.fields.set(name, value);
  }
}

function plain(statement: TSESTree.ProgramStatement): TSESTree.Statement {
  const given = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
  return (given ?? statement) as TSESTree.Statement;
}

function exportedNames(statement: TSESTree.ProgramStatement): string[] {
  return statement.type === 'ExportNamedDeclaration' && statement.declaration
    ? declaredNames(statement.declaration)
    : [];
}
