import type { TSESTree } from '@typescript-eslint/types';
import { identifier, loopOver } from './nodes.js';
import { slotsOf } from './slots.js';

/** What an iterator was made of. */
export interface Iteration {
  readonly over: TSESTree.Expression;
  readonly isAwaited: boolean;
}

/** `for (var i = __values(all), step = i.next(); !step.done; …)` is `for (… of all)`, its element in the place of `step.value`. */
export function raisedLoop(
  node: TSESTree.ForStatement,
  iterations: ReadonlyMap<TSESTree.Node, Iteration>,
): TSESTree.ForOfStatement | undefined {
  const iteration = within(node.init)
    .map((inner) => iterations.get(inner))
    .find((found) => found !== undefined);
  const step = stepOf(node);
  if (!iteration || step === undefined) return undefined;
  // No program can use this name.
  const name = `@element ${step}`;
  for (const { node: inner, put } of slotsOf(node.body))
    if (isValueOf(inner, step)) put(identifier(inner, name));
  return loopOver(node, identifier(node, name), iteration.over, iteration.isAwaited);
}

function isValueOf(node: TSESTree.Node, name: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === name &&
    node.property.type === 'Identifier' &&
    node.property.name === 'value'
  );
}

/** The name in `step = iterator.next()`, wherever in the loop's head that stands. */
function stepOf({ test, update }: TSESTree.ForStatement): string | undefined {
  for (const node of [...within(test), ...within(update)])
    if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && isNext(node.right))
      return node.left.name;
  return undefined;
}

/** A part of the loop's head and all below it. */
function within(part: TSESTree.Node | null): TSESTree.Node[] {
  return part ? [part, ...slotsOf(part).map(({ node }) => node)] : [];
}

/** Awaited or not: `await iterator.next()`, `yield __await(iterator.next())` */
function isNext(node: TSESTree.Expression): boolean {
  return within(node).some(
    (inner) =>
      inner.type === 'CallExpression' &&
      inner.callee.type === 'MemberExpression' &&
      inner.callee.property.type === 'Identifier' &&
      inner.callee.property.name === 'next',
  );
}

/** `try { loop } catch (e) { error = e } finally { … throw error }` is the loop: that ends its iterator itself. */
export function withoutEnding(
  { block, handler, finalizer }: TSESTree.TryStatement,
  loops: ReadonlySet<TSESTree.Node>,
): TSESTree.BlockStatement | undefined {
  const last = block.body.at(-1);
  return handler && finalizer && last && loops.has(last) ? block : undefined;
}
