import type { TSESTree } from '@typescript-eslint/types';
import { insert, replace } from './place.js';
import type { Cure, Draft, Site } from './site.js';
import {
  calledName,
  innermost,
  isCallOf,
  isFunction,
  ownNodes,
  pathTo,
  textOf,
  walk,
  type FunctionNode,
  type Node,
} from './syntax.js';

const TITLE = 'End the socket after it was read to its end';

/**
 * The handler of a half-open socket waits for EOF and goes on: an 'end' listener would come too early for what it still
 * writes. Its closing `write` becomes `end`, or the promise of its reader ends the socket.
 */
export const endAfterReader: Cure = (site) =>
  usesWebStreams(site) ? undefined : (withLastWords(site) ?? whenReaderIsDone(site));

/** In Node.js 20 the web stream of a socket ends only when both sides have: nobody may wait for that. */
export function usesWebStreams({ parsed }: Site): boolean {
  return parsed.text.includes('toWeb') && [...walk(parsed.ast)].some((node) => isCallOf(node, 'toWeb'));
}

function handlerOf({ parsed, leak }: Site): FunctionNode | undefined {
  return innermost(pathTo(parsed, leak.opened), isFunction)?.node;
}

function withLastWords(site: Site): Draft | undefined {
  const handler = handlerOf(site);
  const name = site.opening?.name;
  if (!handler?.async || name === undefined) return undefined;
  const own = [...ownNodes(handler)];
  const waited = own.findLast((node) => node.type === 'AwaitExpression' || isLoopOverData(node));
  const calls = own.filter((node) => node.type === 'CallExpression' && isOn(site, node, name));
  const later = calls.filter(({ range }) => waited && range[0] > waited.range[0]);
  const last = later.at(-1);
  if (later.length !== 1 || !isCallOf(last, 'write') || last.callee.type !== 'MemberExpression')
    return undefined;
  return { title: TITLE, edits: [replace(...last.callee.property.range, 'end')], changesBehaviour: false };
}

/** `name.method(…)`. */
function isOn({ parsed }: Site, { callee }: TSESTree.CallExpression, name: string): boolean {
  return callee.type === 'MemberExpression' && textOf(parsed, callee.object) === name;
}

/** `read(socket).then(…);` gets `.finally(() => socket.end())`, where the reader is seen to wait for EOF. */
function whenReaderIsDone(site: Site): Draft | undefined {
  const handler = handlerOf(site);
  const name = site.opening?.name;
  if (!handler || name === undefined) return undefined;
  for (const node of ownNodes(handler)) {
    const chain = node.type === 'ExpressionStatement' ? promiseOf(node.expression) : undefined;
    if (chain && readsToEnd(site, startOf(chain), name)) {
      const edits = [insert(chain.range[1], `.finally(() => ${name}.end())`)];
      return { title: TITLE, edits, changesBehaviour: false };
    }
  }
  return undefined;
}

/** The promise chain that a statement drops. */
function promiseOf(expression: Node): TSESTree.CallExpression | undefined {
  const inner =
    expression.type === 'UnaryExpression' && expression.operator === 'void'
      ? expression.argument
      : expression;
  return isCallOf(inner, 'then', 'catch') ? inner : undefined;
}

/** `read(socket)` of `read(socket).then(…).catch(…)`. */
function startOf(chain: TSESTree.CallExpression): TSESTree.CallExpression {
  const { callee } = chain;
  const before = callee.type === 'MemberExpression' ? callee.object : undefined;
  return before?.type === 'CallExpression' ? startOf(before) : chain;
}

function readsToEnd(site: Site, call: TSESTree.CallExpression, name: string): boolean {
  const gets = call.arguments.some((argument) => argument.type === 'Identifier' && argument.name === name);
  const reader = gets ? site.callbackOf(call.callee) : undefined;
  return (
    reader !== undefined && [...walk(reader.body)].some((node) => isLoopOverData(node) || waitsForEnd(node))
  );
}

function isLoopOverData(node: Node): boolean {
  return node.type === 'ForOfStatement' && node.await;
}

function waitsForEnd(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  if (['pipeline', 'finished'].includes(calledName(node) ?? '')) return true;
  return node.arguments.some((argument) => argument.type === 'Literal' && argument.value === 'end');
}
