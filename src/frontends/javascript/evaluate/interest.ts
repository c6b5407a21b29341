import type { TSESTree } from '@typescript-eslint/types';
import type { SourceModule } from '../modules/source-module.js';
import { FETCH_AS_VALUE } from '../origins.js';
import { eachChild, isFunction } from '../repairs/syntax.js';

/** Calls and events that make sockets, by their last name. */
const MAKES =
  /\b(?:connect|createConnection|createServer|createSecureServer|fetch|request|Socket|Server|WebSocketServer|WebSocket|Pool|Client)\s*\(|\b_?https?\d*(?:_\d+)?(?:\.default)?\.(?:get|request)\b|["'`](?:upgrade|connect|clientError|unexpected-response|unknownProtocol)["'`]/g;

/** `client.get(url, callback)` where some module of HTTP is at hand, whatever it goes by. */
const HTTP = /["'`](?:node:)?https?["'`]/;
const GETS = /\bget\s*\((?:[^(),]|\([^()]*\))*,/g;

/** `fetchImpl: typeof fetch = fetch`, `this.ask = options.fetch ?? fetch`: the name that stands for it, or its type. */
const FETCHES = new RegExp(
  String.raw`(?<![\w$])(?=([\w$]+)\s*\??\s*[=:](?:[^=;\n]{0,120}[^\w$.=;])?${FETCH_AS_VALUE})`,
  'g',
);

const ROUNDS = 4;

/** Where something stands in a text: offsets, ascending. */
type Places = readonly number[];

/** The functions of a file that make sockets, or call by name such as do: only these are worth entering by themselves. */
export function interestingFunctions({ parsed: { ast, text } }: SourceModule): ReadonlySet<TSESTree.Node> {
  const found = new Set<TSESTree.Node>();
  let places: Places = makersIn(text);
  if (places.length === 0) return found;
  const functions = functionsIn(ast);
  for (let round = 0; round <= ROUNDS && places.length > 0; round++) {
    const fresh = functions.filter((node) => !found.has(node) && contains(node, places));
    for (const node of fresh) found.add(node);
    const names = new Set(fresh.map(nameOf));
    places = [...names].flatMap((name) => mentionsOf(name, text)).sort((a, b) => a - b);
  }
  return found;
}

function makersIn(text: string): Places {
  const found = [...text.matchAll(MAKES), ...(HTTP.test(text) ? text.matchAll(GETS) : [])];
  const calls = found.map(({ index }) => index);
  return [...calls, ...aliases(text).flatMap((name) => mentionsOf(name, text))].sort((a, b) => a - b);
}

/** The names by which `fetch` goes, and those that are declared to be of a type which is its. */
function aliases(text: string): string[] {
  const names = namesIn(text, FETCHES);
  if (names.length === 0) return names;
  const typed = namesIn(
    text,
    new RegExp(String.raw`([\w$]+)\??\s*:\s*(?:${names.join('|').replaceAll('$', '\\$')})\b`, 'g'),
  );
  return [...new Set([...names, ...typed])];
}

function namesIn(text: string, pattern: RegExp): string[] {
  const names = new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''));
  names.delete('fetch');
  return [...names];
}

function functionsIn(ast: TSESTree.Node): TSESTree.Node[] {
  const functions: TSESTree.Node[] = [];
  const visit = (node: TSESTree.Node): void => {
    if (isFunction(node)) functions.push(node);
    eachChild(node, visit);
  };
  visit(ast);
  return functions;
}

/** Whether one of the places lies in a node: the first that does not come before it. */
function contains({ range: [start, end] }: TSESTree.Node, places: Places): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? end) < end;
}

/** Where a name stands as a word. */
function mentionsOf(name: string | undefined, text: string): number[] {
  const places: number[] = [];
  if (name === undefined) return places;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!isInWord(text, at - 1) && !isInWord(text, at + name.length)) places.push(at);
  }
  return places;
}

function isInWord(text: string, at: number): boolean {
  return /[\w$]/.test(text.charAt(at));
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
