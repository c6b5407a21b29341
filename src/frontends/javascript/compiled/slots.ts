import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';

/** A place in the tree where a node stands. */
export interface Slot {
  readonly node: TSESTree.Node;
  readonly put: (node: TSESTree.Node) => void;
}

/**
 * Every node below another one, outer ones before inner ones; without recursion, since trees may be deep.
 * @param enters whether to look into a node
 */
export function slotsOf(root: TSESTree.Node, enters: (node: TSESTree.Node) => boolean = () => true): Slot[] {
  const found: Slot[] = [];
  const open: TSESTree.Node[] = [root];
  for (let node = open.pop(); node; node = open.pop())
    for (const slot of slotsIn(node)) {
      found.push(slot);
      if (enters(slot.node)) open.push(slot.node);
    }
  return found;
}

function slotsIn(node: TSESTree.Node): Slot[] {
  const fields = node as unknown as Record<string, unknown>;
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value = fields[key];
    if (!Array.isArray(value)) return slot(fields, key);
    return value.flatMap((_, index) => slot(value as unknown as Record<string, unknown>, String(index)));
  });
}

function slot(owner: Record<string, unknown>, key: string): Slot[] {
  const node = owner[key];
  if (typeof node !== 'object' || node === null) return [];
  return [{ node: node as TSESTree.Node, put: (other) => (owner[key] = other) }];
}
