import type { TSESTree } from '@typescript-eslint/types';
import type { Obj } from '../values.js';
import { optionsOf } from '../values.js';

/** `#socket` and `private socket`: only the methods of the class, which are seen, do something to it. */
export function isPrivate(owner: Obj, name: string | undefined): boolean {
  if (name === undefined) return false;
  return name.startsWith('#') || classesOf(owner).some((node) => privateNames(node).has(name));
}

type ClassNode = NonNullable<Obj['node']>;

/** The classes an instance is of, as far as their text is known. */
function classesOf({ proto }: Obj, depth = 0): ClassNode[] {
  if (!proto || depth > MOST_CLASSES) return [];
  return optionsOf(proto).flatMap((option) => {
    if (option.kind !== 'object') return [];
    const made = option.fields.get('constructor');
    const own = made?.kind === 'object' && made.node ? [made.node] : [];
    return [...own, ...classesOf(option, depth + 1)];
  });
}

const MOST_CLASSES = 12;

const known = new WeakMap<ClassNode, ReadonlySet<string>>();

function privateNames(node: ClassNode): ReadonlySet<string> {
  const names = known.get(node) ?? new Set(node.body.body.flatMap(privateName));
  known.set(node, names);
  return names;
}

function privateName(member: TSESTree.ClassElement): string[] {
  const isField = member.type === 'PropertyDefinition' && member.accessibility === 'private';
  return isField && !member.computed && member.key.type === 'Identifier' ? [member.key.name] : [];
}
