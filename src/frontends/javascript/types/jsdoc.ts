import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';

/** A comment further away than this many UTF-16 units is not looked for. */
const LONGEST = 4_000;

const BELONGS: ReadonlySet<string> = new Set([
  'VariableDeclarator',
  'VariableDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'AssignmentExpression',
  'ExpressionStatement',
  'Property',
  'MethodDefinition',
  'PropertyDefinition',
]);

const comments = new WeakMap<TSESTree.Node, string>();

/** The JSDoc comment right before the declaration a node is the value of; empty without one. */
function commentOf(node: TSESTree.Node, file: Parsed): string {
  const known = comments.get(node) ?? commentBefore(node, file);
  comments.set(node, known);
  return known;
}

function commentBefore(node: TSESTree.Node, { text }: Parsed): string {
  let at = node;
  while (at.parent && BELONGS.has(at.parent.type)) at = at.parent;
  const before = text.slice(Math.max(0, at.range[0] - LONGEST), at.range[0]).trimEnd();
  const start = before.lastIndexOf('/*');
  const isDoc = before.endsWith('*/') && before.startsWith('/**', start);
  return isDoc ? before.slice(start) : '';
}

/** `@param {TYPE} name`, also `[name]` and `[name=default]`. */
export function paramType(fn: TSESTree.Node, name: string, file: Parsed): string | undefined {
  for (const [, type, param] of commentOf(fn, file).matchAll(/@param\s*\{([^{}]*)\}\s*\[?([\w$]+)/g))
    if (param === name) return type;
  return undefined;
}

/** `@returns {TYPE}` */
export function returnType(fn: TSESTree.Node, file: Parsed): string | undefined {
  return /@returns?\s*\{([^{}]*)\}/.exec(commentOf(fn, file))?.[1];
}

/** `@type {TYPE}` */
export function declaredType(node: TSESTree.Node, file: Parsed): string | undefined {
  return /@type\s*\{([^{}]*)\}/.exec(commentOf(node, file))?.[1];
}

const NOTHING = new Set(['null', 'undefined']);

/**
 * The parts of a JSDoc type: `import('net').Socket` is `net.Socket`, a name is looked up by `named`. One part that is
 * something else makes the whole unknown.
 */
export function classesIn(type: string, named: (name: string) => string | undefined): readonly string[] {
  const parts = type
    .split('|')
    .map((part) => part.replace(/^[\s?!(]+|[\s)=]+$/g, ''))
    .filter((part) => !NOTHING.has(part));
  const classes = parts.map((part) => classIn(part, named));
  return classes.every((each) => each !== undefined) ? classes : [];
}

function classIn(type: string, named: (name: string) => string | undefined): string | undefined {
  const imported = /^import\(\s*['"](?:node:)?([^'"]+)['"]\s*\)\.(\w+)$/.exec(type);
  if (imported) return `${imported[1] ?? ''}.${imported[2] ?? ''}`;
  return /^[\w$]+(?:\.[\w$]+)?$/.test(type) ? named(type) : undefined;
}
