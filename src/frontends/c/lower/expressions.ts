import type { Span } from '../../../shared/span.js';
import { isComparison } from '../../../lifecycle/comparison.js';
import type { Place } from '../../../lifecycle/ir.js';
import { child, operatorOf, spanOf, textOf, type Syntax } from '../syntax.js';
import { isArithmetic, isMap, typeRef, type TypeRef } from '../types.js';
import { terminateText } from './buffer-text.js';
import { lowerCall } from './calls.js';
import { branchOn } from './conditions.js';
import { constantOf, hinted, numberOf } from './constants.js';
import type { Frame } from './frame.js';
import { initialize } from './initializers.js';
import { expandedName } from './macro-use.js';
import { lowerDelete, lowerNew } from './objects.js';
import { SOME_SIZE, UNKNOWN, type Value } from './value.js';

type Lower = (f: Frame, node: Syntax) => Value;

/** Lowers an expression: its effects in order, and what it gives. */
export function evaluate(f: Frame, node: Syntax | undefined): Value {
  if (!node) return UNKNOWN;
  const lower = EXPRESSIONS[node.type];
  if (lower) return lower(f, node);
  for (const kid of node.kids) if (kid.field !== 'operator' && kid.kids.length > 0) evaluate(f, kid);
  return UNKNOWN;
}

const EXPRESSIONS: Readonly<Record<string, Lower>> = {
  identifier: name,
  qualified_identifier: qualified,
  field_identifier: name,
  this: (f) => (f.self === undefined ? UNKNOWN : { place: f.self }),
  number_literal: (_, node) => numeric(numberOf(textOf(node))),
  char_literal: (_, node) => ({ value: textOf(node) === String.raw`'\0'` ? 0 : 65 }),
  string_literal: () => ({ value: 1 }),
  concatenated_string: () => ({ value: 1 }),
  null: () => ({ value: 0 }),
  true: () => ({ value: 1 }),
  false: () => ({ value: 0 }),
  sizeof_expression: () => ({ value: SOME_SIZE }),
  parenthesized_expression: (f, node) => evaluate(f, node.kids[0]),
  cast_expression: cast,
  pointer_expression: pointer,
  field_expression: field,
  subscript_expression: subscript,
  assignment_expression: assignment,
  update_expression: update,
  unary_expression: unary,
  binary_expression: binary,
  conditional_expression: intoTemp,
  comma_expression: (f, node) => {
    evaluate(f, child(node, 'left'));
    return evaluate(f, child(node, 'right'));
  },
  call_expression: (f, node) => {
    const inner = hinted(node);
    return inner ? evaluate(f, inner) : lowerCall(f, node, undefined);
  },
  compound_literal_expression: compoundLiteral,
  lambda_expression: lambda,
  initializer_list: (f, node) => {
    const place = f.temp();
    initialize(f, place, undefined, node);
    return { place };
  },
  new_expression: lowerNew,
  delete_expression: lowerDelete,
};

/** Lowers an expression whose result goes to `into`. */
export function evaluateInto(f: Frame, node: Syntax, into: Place, at: Span): void {
  const inner = hinted(node);
  if (inner) evaluateInto(f, inner, into, at);
  else if (node.type === 'parenthesized_expression' && node.kids[0]) evaluateInto(f, node.kids[0], into, at);
  else if (node.type === 'conditional_expression') choose(f, node, into, at);
  else if (node.type === 'initializer_list') initialize(f, into, f.types.get(into), node);
  else if (isTest(node)) test(f, node, into, at);
  else if (node.type === 'call_expression') {
    const given = lowerCall(f, node, into);
    if (given.place !== into) store(f, into, given, at);
  } else if (node.type === 'cast_expression') {
    const value = child(node, 'value');
    if (value) evaluateInto(f, value, into, at);
  } else store(f, into, evaluate(f, node), at);
}

export function store(f: Frame, into: Place, value: Value, at: Span): void {
  // One element may overwrite another.
  if (value.place === into && !into.endsWith('[]')) return;
  const closure = value.place === undefined ? undefined : f.closures.get(value.place);
  if (closure) f.closures.set(into, closure);
  if (value.place !== undefined) f.emit({ op: 'copy', into, from: value.place, at });
  else if (value.value !== undefined) f.emit({ op: 'assign', into, value: value.value, at });
  else f.emit({ op: 'assign', into, at });
}

function numeric(value: number | undefined): Value {
  return value === undefined ? UNKNOWN : { value };
}

function name(f: Frame, node: Syntax): Value {
  const text = textOf(node);
  const variable = f.lookup(text);
  if (variable?.errno) return { place: variable.place, errno: true };
  if (variable) return { place: variable.place, type: variable.type };
  if (text === 'errno') return { errno: true };
  const constant = constantOf(f, text);
  if (constant !== undefined) return { value: constant };
  return expandedName(f, node) ?? { place: `::${text}#0` };
}

function qualified(f: Frame, node: Syntax): Value {
  const last = child(node, 'name');
  if (!last) return UNKNOWN;
  if (last.type === 'qualified_identifier') return qualified(f, last);
  const text = textOf(last);
  const constant = constantOf(f, text);
  return constant === undefined
    ? { place: `::${text}#0`, type: f.declarations.global(text) }
    : { value: constant };
}

function cast(f: Frame, node: Syntax): Value {
  const inner = evaluate(f, child(node, 'value'));
  const type = child(node, 'type');
  if (inner.place === undefined || !type) return inner;
  return { ...inner, type: castType(type) };
}

function castType(node: Syntax): TypeRef {
  const declarator = child(node, 'declarator');
  return typeRef(child(node, 'type') ?? node, {
    pointer: declarator?.type.includes('pointer') === true,
    reference: false,
    array: false,
  });
}

function pointer(f: Frame, node: Syntax): Value {
  const inner = evaluate(f, child(node, 'argument'));
  if (inner.place === undefined) return inner;
  if (operatorOf(node) === '&') return inner.address ? inner : { ...inner, address: true };
  if (inner.address) return { place: inner.place, type: inner.type };
  const type = inner.type && f.declarations.resolve(inner.type);
  const toRecord = type?.pointer === true && type.double !== true && !isArithmetic(type);
  if (toRecord) return { place: inner.place, type: { ...type, pointer: false } };
  return { place: `${inner.place}.*`, type: type && { ...type, double: false } };
}

function field(f: Frame, node: Syntax): Value {
  const argument = child(node, 'argument');
  const name = child(node, 'field');
  const object = evaluate(f, argument);
  if (object.place === undefined || !name) return UNKNOWN;
  const type = object.type ? f.declarations.resolve(object.type) : undefined;
  const text = textOf(name);
  const place = `${object.place}.${text}`;
  return { place, type: f.declarations.field(f.declarations.record(type?.name), text) };
}

function subscript(f: Frame, node: Syntax): Value {
  const object = evaluate(f, child(node, 'argument'));
  const indices = child(node, 'indices');
  const index = evaluate(f, child(node, 'index') ?? indices?.kids[0] ?? indices);
  if (object.place === undefined) return UNKNOWN;
  // A table by descriptor: whoever walks it finds the number again.
  if (index.place !== undefined && isMap(object.type && f.declarations.resolve(object.type).name))
    f.emit({ op: 'copy', into: `${object.place}[].first`, from: index.place, at: spanOf(node) });
  else if (index.place !== undefined && !index.address && object.type?.name !== 'char')
    f.emit({ op: 'escape', handle: index.place, to: 'index', at: spanOf(node) });
  const place = `${object.place}[${index.value ?? ''}]`;
  return {
    place,
    type: object.type && { ...object.type, array: false, pointer: object.type.array && object.type.pointer },
  };
}

function assignment(f: Frame, node: Syntax): Value {
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (!left || !right) return UNKNOWN;
  const target = evaluate(f, left);
  if (target.place === undefined) return evaluate(f, right);
  const at = spanOf(left);
  if (operatorOf(node) !== '=') {
    const given = evaluate(f, right).place;
    const added = /^(?:[-+|])=$/.test(operatorOf(node)) ? given : undefined;
    f.emit({ op: 'assign', into: target.place, at, ...(added === undefined ? {} : { adds: added }) });
    noteMask(f, target.place, operatorOf(node), right);
    return { place: target.place };
  }
  noteErrno(f, left, right);
  noteMask(f, target.place, '=', right);
  assign(f, target, right, at);
  if (bare(left).type === 'call_expression' && target.place.startsWith('@'))
    f.emit({ op: 'escape', handle: target.place, to: 'a macro', at });
  terminateText(f, left, right);
  return { place: target.place, type: target.type };
}

/** Assignment to an object of a class runs its operator; anything else is a plain store. */
function assign(f: Frame, target: Value, right: Syntax, at: Span): void {
  const { place } = target;
  if (place === undefined) return;
  const type = target.type && f.declarations.resolve(target.type);
  const assigns = type && !type.pointer && f.declarations.methodOwner(type.name, 'operator=');
  if (assigns) {
    const value = evaluate(f, right);
    const from = value.place ?? f.temp();
    f.emit({
      op: 'call',
      callee: { name: `${assigns.name}::operator=`, arity: 1 },
      args: [from],
      receiver: place,
      at,
    });
    return;
  }
  if (right.type === 'compound_literal_expression') {
    const list = child(right, 'value') ?? right;
    // One of many elements that gets a new content may be a free one; an empty content is for one that is done with.
    if (!place.includes('[]') || isEmptied(list)) f.emit({ op: 'drop', place, why: 'wiped', at });
    initialize(f, place, type?.name, list);
  } else evaluateInto(f, right, place, at);
}

/** `{ 0 }`, `{ .fd = -1 }` */
function isEmptied(list: Syntax): boolean {
  return list.kids.every((item) => {
    const value = item.type === 'initializer_pair' ? child(item, 'value') : item;
    return value?.type === 'initializer_list'
      ? isEmptied(value)
      : /^(?:-?\s*\d+|NULL|false|nullptr)$/.test(value ? textOf(value) : '');
  });
}

function noteErrno(f: Frame, left: Syntax, right: Syntax): void {
  const variable = left.type === 'identifier' ? f.lookup(textOf(left)) : undefined;
  if (variable) variable.errno = isErrno(right);
}

/** errno itself, or a function that gives it (winsock2.h: WSAGetLastError). */
export function isErrno(node: Syntax): boolean {
  return /^(?:errno|WSAGetLastError\s*\(\s*\)|\*__errno_location\s*\(\s*\))$/.test(textOf(node));
}

function noteMask(f: Frame, place: Place, operator: string, right: Syntax): void {
  if (place.endsWith('.events')) f.masks.set(place, operator === '=' ? right : undefined);
}

function update(f: Frame, node: Syntax): Value {
  const argument = child(node, 'argument');
  const target = evaluate(f, argument);
  if (target.place !== undefined && argument)
    f.emit({ op: 'assign', into: target.place, at: spanOf(argument) });
  return UNKNOWN;
}

function unary(f: Frame, node: Syntax): Value {
  if (isTest(node)) return intoTemp(f, node);
  const operator = operatorOf(node);
  const argument = child(node, 'argument');
  if (operator === '-' && argument && isTest(bare(argument)))
    return scaled(f, bare(argument), -1, spanOf(node));
  const inner = evaluate(f, argument);
  if (operator === '-' && inner.errno) return { value: -1 };
  if (operator === '-' && inner.value !== undefined) return { value: -inner.value };
  if (operator === '+') return inner;
  return UNKNOWN;
}

function binary(f: Frame, node: Syntax): Value {
  if (isTest(node)) return intoTemp(f, node);
  const [first, second] = [child(node, 'left'), child(node, 'right')];
  if (operatorOf(node) === '*' && first && second) {
    const tests = [first, second].map(bare);
    const test = tests.find(isTest);
    const factor = test && evaluate(f, test === tests[0] ? second : first).value;
    if (test && factor !== undefined) return scaled(f, test, factor, spanOf(node));
  }
  const left = evaluate(f, first);
  const right = evaluate(f, second);
  if (left.value === undefined || right.value === undefined) return UNKNOWN;
  return arithmetic(left.value, operatorOf(node), right.value);
}

function bare(node: Syntax): Syntax {
  return node.type === 'parenthesized_expression' && node.kids[0] ? bare(node.kids[0]) : node;
}

/** `-(fd == -1)`, `(fd < 0) * -1`: what a test gives, times a number. */
function scaled(f: Frame, node: Syntax, factor: number, at: Span): Value {
  const into = f.temp();
  test(f, node, into, at, factor);
  return { place: into };
}

function arithmetic(left: number, operator: string, right: number): Value {
  if (operator === '+') return { value: left + right };
  if (operator === '-') return { value: left - right };
  if (operator === '*') return { value: left * right };
  return operator === '|' ? { value: left | right } : UNKNOWN;
}

/** Expressions that give 0 or 1. */
export function isTest(node: Syntax): boolean {
  const operator = operatorOf(node);
  if (node.type === 'unary_expression') return operator === '!';
  return (
    node.type === 'binary_expression' && (/^(?:&&|\|\||and|or)$/.test(operator) || isComparison(operator))
  );
}

function intoTemp(f: Frame, node: Syntax): Value {
  const place = f.temp();
  if (node.type === 'conditional_expression') choose(f, node, place, spanOf(node));
  else test(f, node, place, spanOf(node));
  return { place };
}

function test(f: Frame, node: Syntax, into: Place, at: Span, holds = 1): void {
  const [yes, no, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  branchOn(f, node, yes, no);
  f.builder.place(yes);
  f.emit({ op: 'assign', into, value: holds, at });
  f.builder.jump(after);
  f.builder.place(no);
  f.emit({ op: 'assign', into, value: 0, at });
  f.builder.place(after);
}

function choose(f: Frame, node: Syntax, into: Place, at: Span): void {
  const [yes, no, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  const condition = child(node, 'condition');
  const consequence = child(node, 'consequence') ?? condition;
  const alternative = child(node, 'alternative');
  if (!condition || !consequence || !alternative) return;
  branchOn(f, condition, yes, no);
  f.builder.place(yes);
  evaluateInto(f, consequence, into, at);
  f.builder.jump(after);
  f.builder.place(no);
  evaluateInto(f, alternative, into, at);
  f.builder.place(after);
}

function compoundLiteral(f: Frame, node: Syntax): Value {
  const place = f.temp();
  const value = child(node, 'value');
  const type = child(node, 'type');
  const ref = type && castType(type);
  if (value) initialize(f, place, ref?.name, value);
  return { place, type: ref };
}

/** A lambda is held like a value that is not null; what becomes of its captures is decided where it goes. */
function lambda(f: Frame, node: Syntax): Value {
  const place = f.temp();
  f.closures.set(place, { node, scopes: [...f.scopes], self: f.self, record: f.record });
  f.emit({ op: 'assign', into: place, value: 1, at: spanOf(node) });
  return { place };
}
