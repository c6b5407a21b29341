import type { Span } from '../../../shared/span.js';
import type { FunctionEntry } from '../outline.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';

/** A spot in a function's text: the nodes around it from the function inwards. */
export interface Spot {
  readonly unit: FileUnit;
  readonly entry: FunctionEntry;
  readonly path: readonly Syntax[];
  readonly span: Span;
}

export function spotAt(unit: FileUnit, span: Span): Spot | undefined {
  const inside = unit.declarations.functions.filter((entry) => contains(entry.span, span));
  const entry = inside.at(-1);
  return entry && { unit, entry, path: pathInto(entry.syntax(), span), span };
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function pathInto(node: Syntax, span: Span): Syntax[] {
  const inner = node.kids.find((kid) => contains(kid, span));
  return inner ? [node, ...pathInto(inner, span)] : [node];
}

/** The nodes from the function of a spot down to another of its nodes. */
export function pathTo({ path: [root] }: Pick<Spot, 'path'>, node: Syntax): Syntax[] {
  const path: Syntax[] = [];
  for (let at = root; at; at = at.kids.find((kid) => kid.start <= node.start && node.end <= kid.end)) {
    path.push(at);
    if (at === node) break;
  }
  return path;
}

const JUMPS = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'goto_statement',
  'throw_statement',
]);
const LOOPS = new Set(['while_statement', 'for_statement', 'do_statement', 'for_range_loop']);

export function isJump({ type }: Syntax): boolean {
  return JUMPS.has(type);
}

export function isLoop({ type }: Syntax): boolean {
  return LOOPS.has(type);
}

export function isStatement({ type }: Syntax): boolean {
  return type.endsWith('_statement') || type === 'declaration' || type === 'for_range_loop';
}

/** The innermost statement at a spot. */
export function statementAt({ path }: Pick<Spot, 'path'>): Syntax | undefined {
  return path.findLast((node) => isStatement(node) && node.type !== 'compound_statement');
}

/** The innermost loop around a spot. */
export function loopAround({ path }: Pick<Spot, 'path'>): Syntax | undefined {
  return path.findLast(isLoop);
}

/** The node right around another in a path. */
export function parentOf(path: readonly Syntax[], node: Syntax): Syntax | undefined {
  return path[path.indexOf(node) - 1];
}

/** All nodes of a kind below a node, in the order of the text. */
export function descendants(node: Syntax, wanted: (node: Syntax) => boolean): Syntax[] {
  return node.kids.flatMap((kid) => [...(wanted(kid) ? [kid] : []), ...descendants(kid, wanted)]);
}

/** The `break` statements that leave a loop, and not a loop or switch inside it. */
export function breaksOf(loop: Syntax): Syntax[] {
  const body = child(loop, 'body');
  return body ? breaksIn(body) : [];
}

function breaksIn(node: Syntax): Syntax[] {
  if (isLoop(node) || node.type === 'switch_statement') return [];
  if (node.type === 'break_statement') return [node];
  return node.kids.flatMap(breaksIn);
}

/** The function's name as a call writes it. */
export function calleeName(call: Syntax): string {
  const callee = child(call, 'function');
  return callee ? textOf(callee).replace(/^::/, '') : '';
}
