import type { TSESTree } from '@typescript-eslint/types';

/** A node that stands where another one stands in the text. */
function standing({ range }: TSESTree.Node, type: string, fields: object): unknown {
  return { ...fields, type, range };
}

export function identifier(place: TSESTree.Node, name: string): TSESTree.Identifier {
  return standing(place, 'Identifier', { name, decorators: [], optional: false }) as TSESTree.Identifier;
}

export function call(
  place: TSESTree.Node,
  callee: TSESTree.Expression,
  args: readonly TSESTree.CallExpressionArgument[],
): TSESTree.CallExpression {
  const fields = { callee, arguments: args, optional: false };
  return standing(place, 'CallExpression', fields) as TSESTree.CallExpression;
}

/** `object.property` */
export function member(
  place: TSESTree.Node,
  object: TSESTree.Expression,
  property: TSESTree.Identifier | TSESTree.PrivateIdentifier,
): TSESTree.MemberExpression {
  const fields = { object, property, computed: false, optional: false };
  return standing(place, 'MemberExpression', fields) as TSESTree.MemberExpression;
}

/** `#name` */
export function privateName(place: TSESTree.Node, name: string): TSESTree.PrivateIdentifier {
  return standing(place, 'PrivateIdentifier', { name }) as TSESTree.PrivateIdentifier;
}

export function assignment(
  place: TSESTree.Node,
  left: TSESTree.MemberExpression,
  right: TSESTree.Expression,
): TSESTree.AssignmentExpression {
  return standing(place, 'AssignmentExpression', {
    operator: '=',
    left,
    right,
  }) as TSESTree.AssignmentExpression;
}

/** `[...a, ...b]` */
export function spread(
  place: TSESTree.Node,
  parts: readonly TSESTree.Expression[],
): TSESTree.ArrayExpression {
  const elements = parts.map((argument) => standing(place, 'SpreadElement', { argument }));
  return standing(place, 'ArrayExpression', { elements }) as TSESTree.ArrayExpression;
}

/** `for (var element of over)`, awaited if need be, with the body of another loop. */
export function loopOver(
  place: TSESTree.ForStatement,
  element: TSESTree.Identifier,
  over: TSESTree.Expression,
  isAwaited: boolean,
): TSESTree.ForOfStatement {
  const declarator = standing(element, 'VariableDeclarator', { id: element, init: null, definite: false });
  const left = standing(element, 'VariableDeclaration', {
    kind: 'const',
    declarations: [declarator],
    declare: false,
  });
  const fields = { await: isAwaited, left, right: over, body: place.body };
  return standing(place, 'ForOfStatement', fields) as TSESTree.ForOfStatement;
}

/** `left ?? right` */
export function either(
  place: TSESTree.Node,
  left: TSESTree.Expression,
  right: TSESTree.Expression,
): TSESTree.LogicalExpression {
  return standing(place, 'LogicalExpression', { operator: '??', left, right }) as TSESTree.LogicalExpression;
}

/** `void 0`, `undefined` */
export function isUndefined(node: TSESTree.Expression): boolean {
  return (
    (node.type === 'UnaryExpression' && node.operator === 'void') ||
    (node.type === 'Identifier' && node.name === 'undefined')
  );
}
