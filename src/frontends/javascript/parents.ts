import type { TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';

/** A node as the parser leaves it. */
interface Fresh {
  readonly type: string;
  range: [number, number];
  parent?: Fresh;
  loc?: unknown;
  readonly tail?: boolean;
}

/** Gives every node its parent and lets go of lines and columns, which take more memory than the node itself. */
export function linkParents(program: TSESTree.Program): TSESTree.Program {
  const open: Fresh[] = [program];
  for (let node = open.pop(); node; node = open.pop()) {
    node.loc = undefined;
    if (node.type === 'TemplateElement') includeMarks(node);
    for (const key of visitorKeys[node.type] ?? []) {
      const value: unknown = (node as unknown as Record<string, unknown>)[key];
      if (!Array.isArray(value)) adopt(node, value, open);
      else for (const child of value as unknown[]) adopt(node, child, open);
    }
  }
  return program;
}

function adopt(parent: Fresh, child: unknown, open: Fresh[]): void {
  if (typeof child !== 'object' || child === null) return;
  const node = child as Fresh;
  node.parent = parent;
  open.push(node);
}

/** ESTree leaves open where a part of a template begins; in typescript-estree it has the marks around it. */
function includeMarks(element: Fresh): void {
  const [start, end] = element.range;
  element.range = [start - 1, end + (element.tail === true ? 1 : 2)];
}
