import type { TSESTree } from '@typescript-eslint/types';
import { isFunction, walk } from '../repairs/syntax.js';

const known = new WeakMap<TSESTree.Node, ReadonlySet<string>>();

/**
 * The `var`s of a loop's body that nobody sees from round to round: none is named outside of the loop, nor by a function,
 * which would see what the last round left in it.
 */
export function confinedTo(loop: TSESTree.Node): ReadonlySet<string> {
  const found = known.get(loop) ?? confined(loop);
  known.set(loop, found);
  return found;
}

function confined(loop: TSESTree.Node): Set<string> {
  const names = new Set(declaredIn(loop));
  if (names.size === 0) return names;
  const around = functionAround(loop);
  for (const node of walk(around))
    if (node.type === 'Identifier' && names.has(node.name) && !isOwn(node, loop)) names.delete(node.name);
  return names;
}

function declaredIn(loop: TSESTree.Node): string[] {
  return [...walk(loop)].flatMap((node) =>
    node.type === 'VariableDeclaration' && node.kind === 'var' ? node.declarations.flatMap(namesOf) : [],
  );
}

function namesOf({ id }: TSESTree.VariableDeclarator): string[] {
  return id.type === 'Identifier' ? [id.name] : [];
}

function functionAround(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (at.parent && !isFunction(at)) at = at.parent;
  return at;
}

/** Whether a name stands in the loop, in no function of it. */
function isOwn(name: TSESTree.Node, loop: TSESTree.Node): boolean {
  let at: TSESTree.Node | undefined = name;
  while (at && at !== loop && !isFunction(at)) at = at.parent;
  return at === loop;
}
