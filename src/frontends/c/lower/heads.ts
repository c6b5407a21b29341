import { child, textOf, type Syntax } from '../syntax.js';

const LOOPING = /for_?each|foreach|_ITER\b|^for_/i;

/** A macro call without its semicolon. */
function isBare({ type, kids }: Syntax): boolean {
  const [call, end, ...more] = kids;
  if (type !== 'expression_statement' || call?.type !== 'call_expression' || more.length > 0) return false;
  const isMissing = end?.type === 'ERROR' && end.start === end.end;
  return isMissing && child(call, 'function')?.type === 'identifier';
}

/** True for the head of a loop: `TAILQ_FOREACH(c, &all, link) { … }` */
export function isLoopHead(node: Syntax, body: Syntax): boolean {
  const name = node.kids[0] && child(node.kids[0], 'function');
  return isBare(node) && isStatement(body) && name !== undefined && LOOPING.test(textOf(name));
}

/** A macro that stands on a line of its own is a statement: `TRACE(("gone"))` */
function standsAlone(node: Syntax, next: Syntax | undefined): boolean {
  if (!isBare(node)) return false;
  const { text } = node.code;
  return next === undefined || (next.type !== 'compound_statement' && isAligned(text, node, next));
}

function isAligned(text: string, first: Syntax, second: Syntax): boolean {
  const before = (node: Syntax): string => text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start);
  return before(first) === before(second) && /^[ \t]*$/.test(before(first));
}

/** True when something in a node could not be parsed. */
export function isBroken(node: Syntax): boolean {
  if (node.type === 'ERROR') return true;
  return node.kids.some((kid, i) => {
    const next = node.kids[i + 1];
    const isWhole = standsAlone(kid, next) || (next !== undefined && isLoopHead(kid, next));
    return isWhole ? isBrokenIn(kid) : isBroken(kid);
  });
}

function isBrokenIn({ kids: [call] }: Syntax): boolean {
  return call !== undefined && isBroken(call);
}

function isStatement({ type }: Syntax): boolean {
  return type.endsWith('_statement') || type === 'for_range_loop';
}
