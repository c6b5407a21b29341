import type { TSESTree } from '@typescript-eslint/types';
import type { Leak } from '../../../lifecycle/leak.js';
import type { Span } from '../../../shared/span.js';
import { isFunction, ownNodes, pathTo, type FunctionNode, type Node, type Parsed } from './syntax.js';

/**
 * How the caller of the function that opened a socket calls it: `s.socket` after `const s = open()` where `open` returns
 * `{ socket }`, `res` after `const res = await load()` or `const res = await new Promise(…)` around the opening.
 */
export function resultAt(
  parsed: Parsed,
  path: readonly Node[],
  opened: Span,
  name: string,
): string | undefined {
  const makers = pathTo(parsed, opened)
    .filter(isFunction)
    .filter((fn) => !path.includes(fn));
  for (const scope of path) {
    for (const declarator of declarators(scope)) {
      if (declarator.id.type === 'Identifier' && promisesAround(declarator, opened))
        return declarator.id.name;
      const maker = makers.find((fn) => fn.id?.name === calledBy(declarator));
      const result = maker && resultOf(maker, declarator, name);
      if (result !== undefined) return result;
    }
  }
  return undefined;
}

/** `await new Promise((resolve) => get(url, resolve))`: what it gives is what is opened in it. */
function promisesAround({ init }: TSESTree.VariableDeclarator, opened: Span): boolean {
  if (init?.type !== 'AwaitExpression' || init.argument.type !== 'NewExpression') return false;
  const { callee, range } = init.argument;
  const isPromise = callee.type === 'Identifier' && callee.name === 'Promise';
  return isPromise && range[0] <= opened.start && opened.end <= range[1];
}

function declarators(scope: Node): TSESTree.VariableDeclarator[] {
  if (scope.type !== 'BlockStatement' && scope.type !== 'Program') return [];
  return scope.body.flatMap((statement) =>
    statement.type === 'VariableDeclaration' ? statement.declarations : [],
  );
}

/** The function called by `open(…)` or `await open(…)`. */
function calledBy({ init }: TSESTree.VariableDeclarator): string | undefined {
  const call = init?.type === 'AwaitExpression' ? init.argument : init;
  return call?.type === 'CallExpression' && call.callee.type === 'Identifier' ? call.callee.name : undefined;
}

function resultOf(
  maker: FunctionNode,
  { id, init }: TSESTree.VariableDeclarator,
  name: string,
): string | undefined {
  if (id.type !== 'Identifier') return undefined;
  if (init?.type === 'AwaitExpression' && !maker.async) return id.name;
  for (const node of ownNodes(maker)) {
    if (node.type !== 'ReturnStatement') continue;
    if (node.argument?.type === 'Identifier' && node.argument.name === name) return id.name;
    const key = node.argument?.type === 'ObjectExpression' ? keyOf(node.argument, name) : undefined;
    if (key !== undefined) return `${id.name}.${key}`;
  }
  return undefined;
}

function keyOf({ properties }: TSESTree.ObjectExpression, name: string): string | undefined {
  for (const property of properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    if (property.value.type === 'Identifier' && property.value.name === name) return property.key.name;
  }
  return undefined;
}

/** Where a call's result goes: into a variable, parts of it into several, or nowhere (`await ask();`). */
export type Receiver =
  | { readonly name: string }
  | { readonly pattern: TSESTree.ObjectPattern }
  | { readonly dropping: TSESTree.ExpressionStatement };

/** What gets the result of the call that `path` leads to, waited for or not; undefined where that is code of another kind. */
export function receiverOf(path: readonly Node[], { start, end }: Span): Receiver | undefined {
  const call = path.findIndex(
    ({ type, range }) => type === 'CallExpression' && range[0] === start && range[1] === end,
  );
  const above = path.slice(0, Math.max(call, 0));
  if (above.at(-1)?.type === 'AwaitExpression') above.pop();
  const outer = above.at(-1);
  if (outer?.type === 'ExpressionStatement') return { dropping: outer };
  if (outer?.type !== 'VariableDeclarator') return undefined;
  if (outer.id.type === 'ObjectPattern') return { pattern: outer.id };
  return outer.id.type === 'Identifier' ? { name: outer.id.name } : undefined;
}

/** The name by which a pattern takes a property out; undefined where it leaves it. */
export function takenBy({ properties }: TSESTree.ObjectPattern, key: string): string | undefined {
  for (const property of properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    if (property.key.name === key && property.value.type === 'Identifier') return property.value.name;
  }
  return undefined;
}

/** In which field a callee's result has the response; undefined where it is the response, empty where that is not known. */
export function partOf({ detail }: Leak): string | undefined {
  const received = detail?.['received'];
  return received === 'part' ? '' : received?.split('.')[1];
}

/** Whether the callee gives a response on some ways only. */
export function isPerhaps({ detail }: Leak): boolean {
  return detail?.['received']?.startsWith('perhaps') === true;
}
