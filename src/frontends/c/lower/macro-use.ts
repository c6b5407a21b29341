import type { BlockId } from '../../../lifecycle/ir.js';
import { expand, type Macro } from '../macros.js';
import { child, findFirst, spanOf, textOf, type Syntax } from '../syntax.js';
import { branchOn } from './conditions.js';
import { evaluate } from './expressions.js';
import type { Frame } from './frame.js';
import { lowerStatement } from './statements.js';
import type { Value } from './value.js';

const MAX_BODY = 2_000;

/** Lowers a use of a function-like macro of the project as the text it stands for; undefined when it is none. */
export function expandedCall(f: Frame, name: string, node: Syntax): Value | undefined {
  const expansion = expansionOf(f, name, child(node, 'arguments')?.kids.map(textOf) ?? [], node);
  return expansion && lowerExpansion(f, name, expansion);
}

/** The same for a name that stands for statements or an expression. */
export function expandedName(f: Frame, node: Syntax): Value | undefined {
  const name = textOf(node);
  const expansion = expansionOf(f, name, undefined, node);
  return expansion && lowerExpansion(f, name, expansion);
}

/** Branches on a macro that stands for a condition. */
export function expandedCondition(f: Frame, node: Syntax, yes: BlockId, no: BlockId): boolean {
  const callee = node.type === 'call_expression' ? child(node, 'function') : undefined;
  const name =
    callee?.type === 'identifier' ? textOf(callee) : node.type === 'identifier' ? textOf(node) : undefined;
  if (name === undefined || f.lookup(name)) return false;
  const args = callee ? (child(node, 'arguments')?.kids.map(textOf) ?? []) : undefined;
  const expansion = expansionOf(f, name, args, node);
  const expression = expansion && onlyExpression(expansion);
  if (!expression) return false;
  f.expanding.add(name);
  branchOn(f, expression, yes, no);
  f.expanding.delete(name);
  return true;
}

function expansionOf(
  f: Frame,
  name: string,
  args: readonly string[] | undefined,
  node: Syntax,
): Syntax | undefined {
  const macro = f.expanding.has(name) ? undefined : f.declarations.macro(name);
  if (!macro || macro.body === '' || macro.body.length > MAX_BODY || f.expanding.size > 6) return undefined;
  if ((macro.params === undefined) !== (args === undefined) || !matters(f, macro)) return undefined;
  const text = expandedText(macro, args);
  return text === undefined ? undefined : f.around.snippet(text, spanOf(node));
}

/** What a socket's life may depend on; other macros (logging, arithmetic) are not worth a parse. */
const TELLING =
  /\b(?:return|goto|break|continue|_?exit|abort|\w*close\w*|shutdown|accept4?|recv\w*|read\w*|send\w*|write\w*|free|errno|E(?:AGAIN|WOULDBLOCK|INTR)|fork|dup[23]?|longjmp|throw|epoll_ctl)\b/i;

export function matters(f: Frame, macro: Macro, depth = 0): boolean {
  if (TELLING.test(macro.body) || assignsParameter(macro)) return true;
  if (depth > 3) return false;
  for (const [name] of macro.body.matchAll(/\b[A-Za-z_]\w*\b/g)) {
    const inner = name === macro.name ? undefined : f.declarations.macro(name);
    if (f.declarations.isDefined(name) || (inner && matters(f, inner, depth + 1))) return true;
  }
  return false;
}

/** `(fd) = -1` */
function assignsParameter({ params, body }: Macro): boolean {
  return (
    params?.some((name) => new RegExp(String.raw`\b${name.replace(/\W/g, '')}\s*\)?\s*=[^=]`).test(body)) ??
    false
  );
}

function expandedText(macro: Macro, args: readonly string[] | undefined): string | undefined {
  return expand(macro, args ?? []);
}

function lowerExpansion(f: Frame, name: string, expansion: Syntax): Value {
  f.expanding.add(name);
  const expression = onlyExpression(expansion);
  const value = expression ? evaluate(f, expression) : undefined;
  if (!expression) for (const statement of expansion.kids) lowerStatement(f, statement);
  f.expanding.delete(name);
  return value ?? {};
}

function onlyExpression(expansion: Syntax): Syntax | undefined {
  const [only, ...more] = expansion.kids;
  if (more.length > 0 || only?.type !== 'expression_statement') return undefined;
  const expression = only.kids[0];
  return expression && !findFirst(expression, ({ type }) => type === 'ERROR') ? expression : undefined;
}
