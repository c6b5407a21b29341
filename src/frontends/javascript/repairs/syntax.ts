import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { Span } from '../../../shared/span.js';
import type { Parsed } from '../parse.js';

export type Node = TSESTree.Node;
export type FunctionNode =
  TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

export type { Parsed };

/** The nodes that cover a span, from the whole file inwards. */
export function pathTo({ ast }: Parsed, span: Span): Node[] {
  const path: Node[] = [];
  for (let at: Node | undefined = ast; at; at = childCovering(at, span)) path.push(at);
  return path;
}

function childCovering(node: Node, { start, end }: Span): Node | undefined {
  return childrenOf(node).find(({ range }) => range[0] <= start && end <= range[1]);
}

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  eachChild(node, (child) => children.push(child));
  return children;
}

/** The nodes right below a node, in the order of the text. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  for (const key of visitorKeys[node.type] ?? []) {
    const value: unknown = (node as unknown as Record<string, unknown>)[key];
    if (!Array.isArray(value)) {
      if (isNode(value)) visit(value);
    } else for (const child of value as unknown[]) if (isNode(child)) visit(child);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}

export function isFunction(node: Node | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionDeclaration' ||
    node?.type === 'FunctionExpression'
  );
}

/** Statements that stand in a list of statements or are the lone body of another one. */
export function isStatement(node: Node): node is TSESTree.Statement {
  return /(?:Statement|VariableDeclaration|FunctionDeclaration|ClassDeclaration)$/.test(node.type);
}

/** The node among `path` (outermost first) nearest to its end that passes, and its index. */
export function innermost<T extends Node>(
  path: readonly Node[],
  passes: (node: Node) => node is T,
): { readonly node: T; readonly index: number } | undefined {
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index];
    if (node && passes(node)) return { node, index };
  }
  return undefined;
}

/** All nodes of a tree in the order of the text; `into` decides whether to look inside a node. */
export function* walk(node: Node, into: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!into(node)) return;
  for (const child of childrenOf(node)) yield* walk(child, into);
}

/** The nodes of a function's own code, without those of functions in it. */
export function* ownNodes(fn: FunctionNode): Generator<Node> {
  yield* walk(fn.body, (node) => !isFunction(node));
}

export function isCallOf(
  node: Node | undefined,
  ...names: readonly string[]
): node is TSESTree.CallExpression {
  return node?.type === 'CallExpression' && names.includes(calledName(node) ?? '');
}

/** The last name of what is called: `on` of `socket.on(…)`, `pipeline` of `stream.pipeline(…)`. */
export function calledName({ callee }: TSESTree.CallExpression): string | undefined {
  const inner = callee.type === 'ChainExpression' ? callee.expression : callee;
  if (inner.type === 'Identifier') return inner.name;
  if (inner.type !== 'MemberExpression') return undefined;
  if (inner.property.type === 'Identifier' || inner.property.type === 'PrivateIdentifier')
    return inner.property.name;
  return inner.property.type === 'Literal' ? String(inner.property.value) : undefined;
}

export function textOf({ text }: Parsed, { range }: Node): string {
  return text.slice(range[0], range[1]);
}
