import type { TSESTree } from '@typescript-eslint/types';
import type { SourceModule } from '../modules/source-module.js';
import { walk, isFunction } from '../repairs/syntax.js';

/** Calls and events that make sockets, by their last name. */
const MAKES =
  /\b(?:connect|createConnection|createServer|createSecureServer|fetch|request|Socket|Server|WebSocketServer|WebSocket|Pool|Client|https?\.get)\s*\(|["'`](?:upgrade|connect|clientError|unexpected-response|unknownProtocol)["'`]/;

const ROUNDS = 4;

/** The functions of a file that make sockets, or call by name such as do: only these are worth entering by themselves. */
export function interestingFunctions({ parsed }: SourceModule): ReadonlySet<TSESTree.Node> {
  const functions: { node: TSESTree.Node; text: string; name: string | undefined }[] = [];
  for (const node of walk(parsed.ast)) {
    if (isFunction(node))
      functions.push({ node, text: parsed.text.slice(...node.range), name: nameOf(node) });
  }
  const found = new Set(functions.filter(({ text }) => MAKES.test(text)));
  for (let round = 0, before = -1; round < ROUNDS && before < found.size; round++) {
    before = found.size;
    const calls = callsOf([...found].flatMap(({ name }) => name ?? []));
    if (!calls) break;
    for (const each of functions) if (!found.has(each) && calls.test(each.text)) found.add(each);
  }
  return new Set([...found].map(({ node }) => node));
}

function callsOf(names: readonly string[]): RegExp | undefined {
  const plain = [...new Set(names)].filter((name) => /^[\w$]+$/.test(name));
  return plain.length === 0
    ? undefined
    : new RegExp(`(?<![\\w$])(?:${plain.map((n) => n.replaceAll('$', '\\$')).join('|')})\\b`);
}

function nameOf(node: TSESTree.Node): string | undefined {
  if ('id' in node && node.id?.type === 'Identifier') return node.id.name;
  const { parent } = node;
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (
    parent?.type === 'MethodDefinition' ||
    parent?.type === 'Property' ||
    parent?.type === 'PropertyDefinition'
  )
    return parent.key.type === 'Identifier' ? parent.key.name : undefined;
  if (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression')
    return parent.left.property.type === 'Identifier' ? parent.left.property.name : undefined;
  return undefined;
}
