import type { TSESTree } from '@typescript-eslint/types';
import type { Span } from '../../../shared/span.js';
import { isFunction, pathTo, walk } from '../repairs/syntax.js';
import type { Parsed } from '../parse.js';

/** Words that are no names (ECMA-262 §12.7.2), and `super`, which cannot be passed on. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof let new null return static super switch throw true try typeof var void while with yield'
  ).split(' '),
);

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/**
 * Puts code that cannot be read in the place of what was left out: it gets everything that is named there or in the
 * function around, as the next word may be any of it. False where no statement can stand: then nothing is known of the
 * code around either.
 */
export function putUnreadCode(
  parsed: Parsed,
  region: Span,
  parse: (text: string) => TSESTree.Program,
): boolean {
  const path = pathTo(parsed, region);
  const around = path.at(-1);
  const body = around && statementsOf(around);
  if (!body) return false;
  const statements = parse(callOf(parsed.text, region, path)).body;
  for (const statement of statements) {
    for (const node of walk(statement)) node.range = [region.start, region.start];
    statement.parent = around;
  }
  const index = body.findIndex(({ range }) => range[0] >= region.end);
  body.splice(index < 0 ? body.length : index, 0, ...statements);
  return true;
}

/** A call of what is no function: nothing is known of it, but that it does not throw by itself. */
function callOf(file: string, { start, end }: Span, path: readonly TSESTree.Node[]): string {
  const text = file.slice(start, end);
  const around = path.find(isFunction);
  const named = namesIn(around ? `this ${file.slice(...around.range)}` : text);
  const begun = /[\w$]+$/.exec(text.trimEnd())?.[0];
  if (begun !== undefined) for (const name of namesIn(file)) if (name.startsWith(begun)) named.add(name);
  // A function that calls itself is read once.
  const itself = new Set(path.map(nameOf));
  const names = [...named].filter((name) => !RESERVED.has(name) && !itself.has(name));
  return `0(${names.join()})`;
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(NAME)].map(([name]) => name));
}

function nameOf(node: TSESTree.Node): string | undefined {
  return 'id' in node && node.id?.type === 'Identifier' ? node.id.name : undefined;
}

/** The list of statements a node is; undefined where no statement of its own can stand. */
function statementsOf(node: TSESTree.Node): TSESTree.Statement[] | undefined {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return node.body;
    case 'SwitchCase':
      return node.consequent;
    default:
      return undefined;
  }
}
