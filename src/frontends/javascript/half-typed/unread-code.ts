import type { TSESTree } from '@typescript-eslint/types';
import type { Span } from '../../../shared/span.js';
import { pathTo, walk } from '../repairs/syntax.js';
import type { Parsed } from '../parse.js';

/** Words that are no names (ECMA-262 §12.7.2), and `super`, which cannot be passed on. */
const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof let new null return static super switch throw true try typeof var void while with yield'
  ).split(' '),
);

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** `name =`, `name +=`, `name++`, `++name`: from here on it may hold anything. */
const ASSIGNED = /([\w$]+)\s*(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\+\+|--)|(?:\+\+|--)\s*([\w$]+)/g;

/**
 * Puts code that cannot be read in the place of what was left out: it gets everything that is named there, and gives
 * what is assigned there any value. False where no statement can stand: then nothing is known of the code around either.
 */
export function putUnreadCode(
  parsed: Parsed,
  region: Span,
  parse: (text: string) => TSESTree.Program,
): boolean {
  const around = pathTo(parsed, region).at(-1);
  const body = around && statementsOf(around);
  if (!body) return false;
  const left = parsed.text.slice(region.start, region.end);
  const statements = parse(callOf(left)).body;
  for (const statement of statements) {
    for (const node of walk(statement)) node.range = [region.start, region.start];
    statement.parent = around;
  }
  const index = body.findIndex(({ range }) => range[0] >= region.end);
  body.splice(index < 0 ? body.length : index, 0, ...statements);
  return true;
}

/** A call of what is no function: nothing is known of it, but that it does not throw by itself. */
function callOf(text: string): string {
  const names = new Set([...text.matchAll(NAME)].map(([name]) => name).filter((name) => !RESERVED.has(name)));
  const assigned = [...text.matchAll(ASSIGNED)].map(([, before = '', after = before]) => after);
  const writable = new Set(assigned.filter((name) => names.has(name) && name !== 'this'));
  return [`0(${[...names].join()})`, ...[...writable].map((name) => `${name}=0()`)].join(';');
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
