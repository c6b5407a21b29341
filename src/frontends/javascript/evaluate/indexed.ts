import type { TSESTree } from '@typescript-eslint/types';

/** A loop over the elements of an array by their index. */
export interface Indexed {
  readonly index: TSESTree.Identifier;
  readonly over: TSESTree.Expression;
}

/** `for (var i = 0; i < names.length; i++)`; undefined for any other loop. */
export function indexed({ init, test, update }: TSESTree.ForStatement): Indexed | undefined {
  if (test?.type !== 'BinaryExpression' || test.operator !== '<' || test.left.type !== 'Identifier')
    return undefined;
  const { left: index, right } = test;
  if (!startsAtZero(init, index.name) || !isNext(update, index.name)) return undefined;
  const length = right.type === 'Identifier' ? initialOf(init, right.name) : right;
  return length?.type === 'MemberExpression' && !length.computed && nameOf(length.property) === 'length'
    ? { index, over: length.object }
    : undefined;
}

function startsAtZero(init: TSESTree.ForStatement['init'], name: string): boolean {
  const first = initialOf(init, name);
  return first?.type === 'Literal' && first.value === 0;
}

function initialOf(init: TSESTree.ForStatement['init'], name: string): TSESTree.Expression | undefined {
  const declarations = init?.type === 'VariableDeclaration' ? init.declarations : [];
  return declarations.find(({ id }) => nameOf(id) === name)?.init ?? undefined;
}

/** `i++`, `++i`, `i += 1` */
function isNext(update: TSESTree.Expression | null, name: string): boolean {
  if (update?.type === 'UpdateExpression')
    return update.operator === '++' && nameOf(update.argument) === name;
  if (update?.type !== 'AssignmentExpression' || update.operator !== '+=') return false;
  return nameOf(update.left) === name && update.right.type === 'Literal' && update.right.value === 1;
}

function nameOf(node: TSESTree.Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}
