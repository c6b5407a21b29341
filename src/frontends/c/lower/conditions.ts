import { isComparison, MIRRORED, NEGATED } from '../../../lifecycle/comparison.js';
import type { BlockId, Comparison, Fact, Place, PollEvent } from '../../../lifecycle/ir.js';
import { child, normalized, operatorOf, spanOf, textOf, visit, type Syntax } from '../syntax.js';
import { ifEqual } from './buffer-text.js';
import { ifCharacter } from './characters.js';
import { hinted } from './constants.js';
import { evaluate } from './expressions.js';
import type { Frame } from './frame.js';
import { expandedCondition } from './macro-use.js';
import { SOME_SIZE, type Value } from './value.js';

/** Branches to `yes` or `no` on a condition, with what is then known on either edge; nothing follows the current block. */
export function branchOn(f: Frame, node: Syntax, yes: BlockId, no: BlockId): void {
  const inner = stripped(node);
  const operator = operatorOf(inner);
  if (inner.type === 'unary_expression' && operator === '!') {
    const argument = child(inner, 'argument');
    if (argument) branchOn(f, argument, no, yes);
  } else if (inner.type === 'binary_expression' && /^(&&|\|\||and|or)$/.test(operator)) {
    shortCircuit(f, inner, /^(&&|and)$/.test(operator), yes, no);
  } else if (inner.type === 'binary_expression' && isComparison(operator)) {
    comparison(f, inner, operator, yes, no);
  } else if (inner.type === 'comma_expression') {
    const right = child(inner, 'right');
    evaluate(f, child(inner, 'left'));
    if (right) branchOn(f, right, yes, no);
  } else if (!eventTest(f, inner, yes, no) && !expandedCondition(f, inner, yes, no)) {
    truth(f, inner, yes, no);
  }
}

/** Without parentheses, `condition_clause` and branch hints. */
function stripped(node: Syntax): Syntax {
  if (node.type === 'parenthesized_expression' && node.kids.length === 1 && node.kids[0])
    return stripped(node.kids[0]);
  if (node.type === 'condition_clause') {
    const value = child(node, 'value');
    if (value) return stripped(value);
  }
  const inner = hinted(node);
  return inner ? stripped(inner) : node;
}

function shortCircuit(f: Frame, node: Syntax, and: boolean, yes: BlockId, no: BlockId): void {
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (!left || !right) return;
  const next = f.builder.label();
  if (and) branchOn(f, left, next, no);
  else branchOn(f, left, yes, next);
  f.builder.place(next);
  branchOn(f, right, yes, no);
}

/** Two edges with opposite facts. */
function split(f: Frame, yes: BlockId, no: BlockId, ifYes: readonly Fact[], ifNo: readonly Fact[]): void {
  f.builder.branch(yes, ifYes);
  f.builder.branch(no, ifNo);
  f.builder.seal();
}

function comparison(f: Frame, node: Syntax, is: Comparison, yes: BlockId, no: BlockId): void {
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (!left || !right) return;
  const a = evaluate(f, left);
  const b = evaluate(f, right);
  f.builder.testing = spanOf(node);
  if (a.errno ?? b.errno) {
    errnoTest(f, node, a.errno ? right : left, is, yes, no);
    return;
  }
  if (a.value !== undefined && b.value !== undefined) {
    decided(f, holds(a.value, is, b.value), yes, no);
    return;
  }
  const done =
    a.place === undefined
      ? b.place !== undefined &&
        compareWith(f, b.place, MIRRORED[is], a.value, { yes, no }, isPointer(b, left))
      : compareWith(f, a.place, is, bound(f, a.place, b, right), { yes, no }, isPointer(a, right));
  if (!done) places(f, node, a, b, is, yes, no);
}

/** The number a place is compared with: a constant, or the length that was asked for, which is some positive number. */
function bound(f: Frame, place: Place, other: Value, node: Syntax): number | undefined {
  if (other.value !== undefined) return other.value;
  const asked = f.lengths.get(place);
  return asked !== undefined && asked === normalized(stripped(node)) ? SOME_SIZE : undefined;
}

/** Branches on a number. A pointer that is not NULL counts as greater: one edge instead of two for the same knowledge. */
function compareWith(
  f: Frame,
  place: Place,
  is: Comparison,
  value: number | undefined,
  ways: { readonly yes: BlockId; readonly no: BlockId },
  isPointer: boolean,
): boolean {
  if (value === undefined) return false;
  const known = (one: Comparison): Fact[] => [
    { fact: 'compare', place, is: one, with: value },
    ...(one === '==' && value === 0 ? ifEqual(f, place) : []),
  ];
  for (const one of alternatives(is, isPointer)) f.builder.branch(ways.yes, known(one));
  for (const one of alternatives(NEGATED[is], isPointer)) f.builder.branch(ways.no, known(one));
  f.builder.seal();
  return true;
}

/** What is not equal is less or greater: each can be remembered as a range, `not equal` cannot. */
function alternatives(is: Comparison, isPointer: boolean): readonly Comparison[] {
  if (is !== '!=') return [is];
  return isPointer ? ['>'] : ['<', '>'];
}

function isPointer({ type }: Value, other: Syntax | undefined): boolean {
  return (
    type?.pointer === true || (other !== undefined && /^(?:NULL|nullptr)$/.test(normalized(stripped(other))))
  );
}

function places(f: Frame, node: Syntax, a: Value, b: Value, is: Comparison, yes: BlockId, no: BlockId): void {
  if ((is !== '==' && is !== '!=') || a.place === undefined || b.place === undefined) {
    opaque(f, node, yes, no);
    return;
  }
  const character = ifCharacter(f, a.place, b.place);
  if (character) {
    split(f, yes, no, is === '==' ? character : [], is === '==' ? [] : character);
    return;
  }
  const same = (asserted: boolean): Fact[] => [
    { fact: 'same', place: a.place ?? '', other: b.place ?? '', holds: asserted },
  ];
  split(f, yes, no, same(is === '=='), same(is === '!='));
}

function holds(a: number, is: Comparison, b: number): boolean {
  const results: Record<Comparison, boolean> = {
    '<': a < b,
    '<=': a <= b,
    '==': a === b,
    '!=': a !== b,
    '>=': a >= b,
    '>': a > b,
  };
  return results[is];
}

function decided(f: Frame, holds: boolean, yes: BlockId, no: BlockId): void {
  f.builder.jump(holds ? yes : no);
}

function errnoTest(f: Frame, node: Syntax, other: Syntax, is: Comparison, yes: BlockId, no: BlockId): void {
  const name = errnoName(other);
  if (name === undefined || (is !== '==' && is !== '!=')) {
    opaque(f, node, yes, no);
    return;
  }
  const fact = (asserted: boolean): Fact[] => [{ fact: 'errno', among: [name], holds: asserted }];
  split(f, yes, no, fact(is === '=='), fact(is === '!='));
}

/** `EAGAIN`; Winsock's names are the same errors with a prefix (winsock2.h). */
export function errnoName(node: Syntax): string | undefined {
  const match = /^(?:WSA)?(E[A-Z0-9]+)$/.exec(normalized(stripped(node)));
  return match?.[1];
}

function truth(f: Frame, node: Syntax, yes: BlockId, no: BlockId): void {
  const value = evaluate(f, node);
  f.builder.testing = spanOf(node);
  if (value.value !== undefined) decided(f, value.value !== 0, yes, no);
  else if (value.errno) opaque(f, node, yes, no);
  else if (value.place !== undefined && /\.r?events$/.test(value.place))
    eventSplit(f, node, value.place, ALL_EVENTS, yes, no);
  else if (value.place !== undefined)
    compareWith(f, value.place, '!=', 0, { yes, no }, isPointer(value, undefined));
  else opaque(f, node, yes, no);
}

/** A condition of which nothing is known, but that the same text means the same as long as nothing it reads is assigned. */
function opaque(f: Frame, node: Syntax, yes: BlockId, no: BlockId): void {
  const key = normalized(node);
  const reads = placesIn(f, node);
  split(
    f,
    yes,
    no,
    [{ fact: 'opaque', key, reads, holds: true }],
    [{ fact: 'opaque', key, reads, holds: false }],
  );
}

function placesIn(f: Frame, node: Syntax): Place[] {
  const found = new Set<Place>();
  visit(node, (inner) => {
    if (inner.type === 'call_expression') found.add('::@calls');
    if (inner.type === 'identifier') found.add(f.lookup(textOf(inner))?.place ?? `::${textOf(inner)}#0`);
    return undefined;
  });
  return [...found];
}

const EVENT = /^(?:E?POLL)(IN|OUT|RDHUP|HUP|ERR|PRI|RDNORM|WRNORM|RDBAND)$/;
const ALL_EVENTS: readonly PollEvent[] = ['IN', 'OUT', 'RDHUP', 'HUP', 'ERR', 'PRI'];
const SAME_EVENT: Readonly<Record<string, PollEvent>> = { RDNORM: 'IN', WRNORM: 'OUT', RDBAND: 'PRI' };

/** `p.revents & (POLLHUP | POLLERR)` */
function eventTest(f: Frame, node: Syntax, yes: BlockId, no: BlockId): boolean {
  if (node.type !== 'binary_expression' || operatorOf(node) !== '&') return false;
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  if (!left || !right) return false;
  const among = eventsIn(right) ?? eventsIn(left);
  if (!among) return false;
  const of = evaluate(f, eventsIn(right) ? left : right).place;
  if (of === undefined) return false;
  eventSplit(f, node, of, among, yes, no);
  return true;
}

function eventSplit(
  f: Frame,
  node: Syntax,
  of: Place,
  among: readonly PollEvent[],
  yes: BlockId,
  no: BlockId,
): void {
  const fact = { fact: 'events', at: spanOf(node), of, among } as const;
  split(f, yes, no, [{ ...fact, holds: true }], [{ ...fact, holds: false }]);
}

function isPollEvent(name: string): name is PollEvent {
  return (ALL_EVENTS as readonly string[]).includes(name);
}

/** The events of an expression made of POLL… or EPOLL… constants alone. */
function eventsIn(node: Syntax): PollEvent[] | undefined {
  const names = normalized(node)
    .split(/[\s|()]+/)
    .filter((word) => word !== '');
  const found: PollEvent[] = [];
  for (const word of names) {
    const match = EVENT.exec(word)?.[1];
    const event = match === undefined ? undefined : (SAME_EVENT[match] ?? match);
    if (event === undefined || !isPollEvent(event)) return undefined;
    found.push(event);
  }
  return found.length > 0 ? found : undefined;
}
