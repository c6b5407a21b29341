import type { TSESTree } from '@typescript-eslint/types';
import { isFunction } from '../repairs/syntax.js';
import type { FunctionNode } from '../values.js';
import { call, identifier } from './nodes.js';
import { slotsOf } from './slots.js';

/** Calls at once of what was the body of an asynchronous function: the function's own name and parameters are around it. */
export type Bodies = Map<TSESTree.Node, TSESTree.FunctionExpression>;

const compiled = new WeakSet<TSESTree.Node>();

/** Whether the text of an asynchronous function is that of a generator. */
export function isCompiled(node: TSESTree.Node): boolean {
  return compiled.has(node);
}

/** What is awaited, of a `yield` that stands for an `await`. */
type Awaited = (yielded: TSESTree.YieldExpression) => TSESTree.Expression | undefined;

const all: Awaited = (node) => node.argument ?? identifier(node, 'undefined');

/** `__awaiter(this, void 0, void 0, function* () { … })` is `(async () => { … })()`. */
export function awaited(node: TSESTree.CallExpression, bodies: Bodies): TSESTree.CallExpression | undefined {
  const made = asynchronous(node.arguments.at(-1));
  if (!made) return undefined;
  const arrow = { ...made, type: 'ArrowFunctionExpression', id: null, expression: false };
  const raised = call(node, arrow as unknown as TSESTree.ArrowFunctionExpression, []);
  compiled.add(arrow as unknown as TSESTree.Node);
  bodies.set(raised, made);
  return raised;
}

/** What `__await(…)` is around; undefined for any other expression. */
export type AwaitedIn = (node: TSESTree.Expression) => TSESTree.Expression | undefined;

/** `__asyncGenerator(this, arguments, function* () { … yield __await(next()) … yield yield __await(line) … })` */
export function generated(
  node: TSESTree.CallExpression,
  bodies: Bodies,
  awaitedIn: AwaitedIn,
): TSESTree.CallExpression | undefined {
  const made = asynchronous(node.arguments.at(-1), (yielded) => {
    const { argument } = yielded;
    if (argument?.type === 'YieldExpression' && argument.argument)
      yielded.argument = awaitedIn(argument.argument) ?? argument;
    return argument ? awaitedIn(argument) : undefined;
  });
  if (!made) return undefined;
  made.generator = true;
  const raised = call(node, made, []);
  bodies.set(raised, made);
  return raised;
}

/** `_asyncToGenerator(function* () { … })` is `async function () { … }`. */
export function asynchronous(
  node: TSESTree.Node | undefined,
  awaitedBy: Awaited = all,
): TSESTree.FunctionExpression | undefined {
  if (node?.type !== 'FunctionExpression' || !node.generator) return undefined;
  for (const { node: inner } of slotsOf(node.body, (entered) => !isFunction(entered))) {
    if (inner.type !== 'YieldExpression' || inner.delegate) continue;
    const argument = awaitedBy(inner);
    if (argument) Object.assign(inner, { type: 'AwaitExpression', argument });
  }
  node.generator = false;
  node.async = true;
  compiled.add(node);
  return node;
}

/** A function that does nothing but such a call is the asynchronous function itself. */
export function unwrap(func: FunctionNode, bodies: Bodies): void {
  if (!func.body || func.async || func.generator) return;
  const statements = func.body.type === 'BlockStatement' ? func.body.body : [];
  const last = statements.at(-1);
  const given =
    func.body.type === 'BlockStatement' ? last?.type === 'ReturnStatement' && last.argument : func.body;
  const inner = given ? bodies.get(given) : undefined;
  const preface = statements.slice(0, -1);
  if (!inner || !preface.every(isPreface)) return;
  if (inner.params.length > 0) func.params = inner.params;
  func.body = { ...inner.body, body: [...preface, ...inner.body.body] };
  compiled.add(func);
  func.async = true;
  func.generator = inner.generator;
  if (func.type === 'ArrowFunctionExpression') func.expression = false;
}

/**
 * `function _serve() { _serve = async function (socket) { … }; return _serve.apply(this, arguments); }`: what makes itself
 * when it is first called, as Babel has it, is that function.
 */
export function settle(func: FunctionNode): void {
  if (func.type !== 'FunctionDeclaration' || func.body.body.length !== 2) return;
  const [first, second] = func.body.body;
  const made = first?.type === 'ExpressionStatement' ? first.expression : undefined;
  if (made?.type !== 'AssignmentExpression' || made.right.type !== 'FunctionExpression') return;
  if (
    made.left.type !== 'Identifier' ||
    made.left.name !== func.id?.name ||
    second?.type !== 'ReturnStatement'
  )
    return;
  const { params, body, async, generator } = made.right;
  if (compiled.has(made.right)) compiled.add(func);
  Object.assign(func, { params, body, async, generator });
}

/** `var _this = this;`, `"use strict";` */
function isPreface({ type }: TSESTree.Statement): boolean {
  return type === 'VariableDeclaration' || type === 'ExpressionStatement';
}
