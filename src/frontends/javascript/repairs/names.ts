import { isFunction, walk, type Node } from './syntax.js';

/** True when an expression such as `socket`, `this.stream` or `s.socket` can be evaluated at the end of a path. */
export function isKnownAt(path: readonly Node[], expression: string): boolean {
  const [root = ''] = expression.split(/[.?[]/);
  return root === 'this' || path.some((node) => declares(node, root));
}

/** True when a node's own scope declares a name. */
function declares(node: Node, name: string): boolean {
  if (isFunction(node)) return node.params.some((parameter) => binds(parameter, name));
  if (node.type === 'CatchClause') return node.param !== null && binds(node.param, name);
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') return declaredBy(node.left, name);
  if (node.type === 'ForStatement') return node.init !== null && declaredBy(node.init, name);
  if (node.type === 'Program' || node.type === 'BlockStatement')
    return node.body.some((one) => declaredBy(one, name));
  return false;
}

function declaredBy(node: Node, name: string): boolean {
  if (node.type === 'VariableDeclaration') return node.declarations.some(({ id }) => binds(id, name));
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name === name;
  if (node.type === 'ImportDeclaration') return node.specifiers.some(({ local }) => local.name === name);
  if (node.type === 'ExportNamedDeclaration')
    return node.declaration !== null && declaredBy(node.declaration, name);
  return false;
}

/** True when a pattern or parameter binds a name; defaults in it are expressions that bind nothing. */
function binds(pattern: Node, name: string): boolean {
  for (const node of walk(pattern, (one) => one === pattern || isPattern(one))) {
    if (node.type === 'Identifier' && node.name === name) return true;
  }
  return false;
}

function isPattern({ type }: Node): boolean {
  return /Pattern$|^Property$|^RestElement$|^TSParameterProperty$/.test(type);
}
