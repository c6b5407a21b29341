import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';

type Linked = Record<string, unknown> & { type: string; parent?: Linked };

/** Sets `parent` on every node of a tree, which the parser by itself leaves out. */
export function linkParents(ast: TSESTree.Program): TSESTree.Program {
  linkChildren(ast as unknown as Linked);
  return ast;
}

function linkChildren(node: Linked): void {
  for (const key of visitorKeys[node.type] ?? []) {
    const value = node[key];
    if (Array.isArray(value)) for (const child of value as unknown[]) link(child, node);
    else link(value, node);
  }
}

function link(child: unknown, parent: Linked): void {
  if (typeof child !== 'object' || child === null) return;
  const node = child as Linked;
  node.parent = parent;
  linkChildren(node);
}
