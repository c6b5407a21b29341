import type { TSESTree } from '@typescript-eslint/types';
import { isComparison, MIRRORED, NEGATED } from '../../../lifecycle/comparison.js';
import type { BlockId, Fact, Place } from '../../../lifecycle/ir.js';
import type { Value } from '../values.js';
import { either, optionOf, optionsOf, streamsIn, truth, UNKNOWN } from '../values.js';
import { evaluate } from './expressions.js';
import { placeOf } from './members.js';
import { operation, shareStream } from './operators.js';
import type { Scope } from './scope.js';
import { wordNumber } from './scope.js';

/** Leaves for `yes` or `no` as the test turns out; returns what the test was worth. */
export function condition(scope: Scope, test: TSESTree.Expression, yes: BlockId, no: BlockId): Value {
  switch (test.type) {
    case 'UnaryExpression':
      if (test.operator === '!') return condition(scope, test.argument, no, yes);
      break;
    case 'LogicalExpression':
      if (test.operator === '??') break;
      return logical(scope, test, yes, no);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return condition(scope, test.expression, yes, no);
    case 'SequenceExpression':
      return sequence(scope, test.expressions, yes, no);
    case 'ConditionalExpression':
      return choice(scope, test, yes, no);
  }
  return simple(scope, test, yes, no);
}

function logical(scope: Scope, test: TSESTree.LogicalExpression, yes: BlockId, no: BlockId): Value {
  const { builder } = scope.act;
  const right = builder.label();
  if (test.operator === '&&') condition(scope, test.left, right, no);
  else condition(scope, test.left, yes, right);
  builder.place(right);
  return builder.reachable ? condition(scope, test.right, yes, no) : UNKNOWN;
}

/** `if (socket.pause(), this.isFull)` */
function sequence(scope: Scope, parts: readonly TSESTree.Expression[], yes: BlockId, no: BlockId): Value {
  for (const part of parts.slice(0, -1)) evaluate(scope, part);
  const last = parts.at(-1);
  return last && scope.act.builder.reachable ? condition(scope, last, yes, no) : UNKNOWN;
}

/** `if (a ? b : c)` */
function choice(scope: Scope, node: TSESTree.ConditionalExpression, yes: BlockId, no: BlockId): Value {
  const { builder } = scope.act;
  const [consequent, alternate] = [builder.label(), builder.label()];
  condition(scope, node.test, consequent, alternate);
  builder.place(consequent);
  const a = builder.reachable ? condition(scope, node.consequent, yes, no) : UNKNOWN;
  builder.place(alternate);
  const b = builder.reachable ? condition(scope, node.alternate, yes, no) : UNKNOWN;
  return either(a, b);
}

/** The form that is looked at: `404 === code` is `code === 404`, `(line = read())` is `line` and `(log(), code)` is `code` once that is done. */
export function subjectOf(test: TSESTree.Expression): TSESTree.Expression {
  const last = test.type === 'SequenceExpression' ? test.expressions.at(-1) : undefined;
  if (last) return subjectOf(last);
  if (test.type === 'AssignmentExpression' && test.operator === '=')
    return test.left.type === 'Identifier' || test.left.type === 'MemberExpression' ? test.left : test;
  if (test.type !== 'BinaryExpression' || test.left.type === 'PrivateIdentifier') return test;
  const operator = test.operator.slice(0, 2);
  const [left, right] = [subjectOf(test.left), subjectOf(test.right)];
  if (!isConstant(left) || isConstant(right) || !isComparison(operator)) return { ...test, left };
  return { ...test, operator: MIRRORED[operator], left: right, right: left };
}

function isConstant(node: TSESTree.Expression): boolean {
  if (node.type === 'UnaryExpression') return isConstant(node.argument);
  return node.type === 'Literal' || (node.type === 'Identifier' && node.name === 'undefined');
}

function simple(scope: Scope, test: TSESTree.Expression, yes: BlockId, no: BlockId): Value {
  const { builder } = scope.act;
  const value = evaluate(scope, test);
  if (!builder.reachable) return value;
  const certain = certainty(scope, test, value);
  if (certain !== false) builder.branch(yes, factsOf(scope, test, true));
  if (certain !== true) builder.branch(no, factsOf(scope, test, false));
  builder.seal();
  return value;
}

/** A socket that is tested for existence exists: the tracked one is the one the test is about. */
function certainty(scope: Scope, test: TSESTree.Expression, value: Value): boolean | undefined {
  if (test.type === 'BinaryExpression' && /^[!=]==?$/.test(test.operator) && areSame(scope, test))
    return test.operator.startsWith('=');
  const exists = existence(scope, test);
  if (exists !== undefined) return exists;
  const known = truth(value);
  if (known !== undefined && !isFlag(scope, test)) return known;
  return streamsIn(value).length > 0 ? true : undefined;
}

/** `response.body === null`: without a body nothing is left unread. */
function existence(scope: Scope, asked: TSESTree.Expression): boolean | undefined {
  const test = subjectOf(asked);
  if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(test.operator)) return undefined;
  return isConstant(test.right) && isFetched(scope, test.left) ? test.operator.startsWith('!') : undefined;
}

function isFetched(scope: Scope, node: TSESTree.Node): boolean {
  if (node.type === 'ChainExpression') return isFetched(scope, node.expression);
  const isPart = node.type === 'MemberExpression' && !node.computed && isNamed(node.property, 'body');
  const value = peek(scope, isPart ? node.object : node);
  return value !== undefined && optionsOf(value).every((o) => o.kind === 'stream' && o.type === 'fetched');
}

function isNamed(node: TSESTree.Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** `socket === this.socket` */
function areSame(scope: Scope, { left, right }: TSESTree.BinaryExpression): boolean {
  return shareStream(peek(scope, left) ?? UNKNOWN, peek(scope, right) ?? UNKNOWN);
}

/** Variables and fields whose constants change: the path knows them better than the heap. */
function isFlag(scope: Scope, test: TSESTree.Expression): boolean {
  if (test.type === 'Literal') return false;
  if (test.type === 'Identifier') return scope.frame.find(test.name)?.writable ?? false;
  if (test.type === 'BinaryExpression' && test.operator === 'instanceof') return isFlag(scope, test.left);
  return test.type === 'MemberExpression' || test.type === 'BinaryExpression';
}

/** What is known where a test has turned out so. */
export function factsOf(scope: Scope, asked: TSESTree.Expression, holds: boolean): Fact[] {
  const test = subjectOf(asked);
  const probed = probe(scope, test, holds);
  if (probed) return [probed];
  const error = errorCode(scope, test, holds);
  if (error) return [error];
  const place = placeOf(scope, test);
  if (place !== undefined) return [{ fact: 'compare', place, is: holds ? '!=' : '==', with: 0 }];
  if (test.type === 'BinaryExpression') return comparison(scope, test, holds);
  return opaque(scope, test, holds);
}

/** What a stream says of its own state; any other property is just what it was along the path. */
const STATES = new Set([
  'destroyed',
  'closed',
  'writableEnded',
  'writableFinished',
  'errored',
  'writable',
  'readableEnded',
  'readable',
]);

/** Tests of `socket.destroyed` and the like. */
function probe(scope: Scope, test: TSESTree.Expression, holds: boolean): Fact | undefined {
  if (test.type !== 'MemberExpression' || test.property.type !== 'Identifier' || test.computed)
    return undefined;
  const [stream] = streamsIn(peek(scope, test.object) ?? UNKNOWN);
  if (!stream || !STATES.has(test.property.name) || stream.fields.has(test.property.name)) return undefined;
  return { fact: 'probe', handle: stream.place, property: test.property.name, holds };
}

/** `err.code === 'ECONNRESET'`, `quiet.includes(err.code)` */
function errorCode(scope: Scope, test: TSESTree.Expression, holds: boolean): Fact | undefined {
  if (test.type === 'CallExpression') return listedCode(scope, test, holds);
  if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(test.operator)) return undefined;
  const { left, right } = test;
  const among = codesIn(peekConstant(scope, right));
  return among.length > 0 && isErrorCode(scope, left)
    ? { fact: 'errno', among, holds: holds === test.operator.startsWith('=') }
    : undefined;
}

function listedCode(
  scope: Scope,
  { callee, arguments: [asked] }: TSESTree.CallExpression,
  holds: boolean,
): Fact | undefined {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined;
  if (!/^(?:includes|has)$/.test(callee.property.name) || !asked || !isErrorCode(scope, asked))
    return undefined;
  const listed = optionOf(valueOf(scope, callee.object), 'object');
  const among = [...(listed?.elements ?? []), ...(listed?.rest ? [listed.rest] : [])].flatMap(codesIn);
  return among.length > 0 ? { fact: 'errno', among, holds } : undefined;
}

function valueOf(scope: Scope, node: TSESTree.Expression): Value | undefined {
  return node.type === 'ArrayExpression' ? evaluate(scope, node) : peek(scope, node);
}

function codesIn(value: Value): string[] {
  return optionsOf(value).flatMap((option) =>
    option.kind === 'constant' && typeof option.value === 'string' ? [option.value] : [],
  );
}

/** `error.code`, or a variable that was given one. */
export function isErrorCode(scope: Scope, node: TSESTree.Node): boolean {
  if (node.type === 'ChainExpression') return isErrorCode(scope, node.expression);
  if (node.type === 'MemberExpression')
    return node.property.type === 'Identifier' && node.property.name === 'code';
  const value = peek(scope, node);
  return value !== undefined && optionsOf(value).some((o) => o.kind === 'unknown' && o.from === 'code');
}

/** The value of a name or of fields of it, without anything happening. */
export function peek(scope: Scope, node: TSESTree.Node): Value | undefined {
  if (node.type === 'Identifier' || node.type === 'ThisExpression')
    return scope.frame.find(node.type === 'Identifier' ? node.name : 'this')?.value;
  if (node.type !== 'MemberExpression') return undefined;
  if (node.computed || node.property.type === 'PrivateIdentifier')
    return node.property.type === 'PrivateIdentifier'
      ? field(scope, node, `#${node.property.name}`)
      : undefined;
  return field(scope, node, node.property.name);
}

function field(scope: Scope, node: TSESTree.MemberExpression, name: string): Value | undefined {
  const owner = peek(scope, node.object);
  return owner && optionOf(owner, 'object')?.fields.get(name);
}

function comparison(scope: Scope, test: TSESTree.BinaryExpression, holds: boolean): Fact[] {
  const operator = test.operator.slice(0, 2).replace(/^([<>])[^=]?$/, '$1');
  const place = placeOf(scope, test.left);
  const right = optionOf(peekConstant(scope, test.right), 'constant');
  if (!isComparison(operator) || place === undefined || !right) return opaque(scope, test, holds);
  const is = holds ? operator : NEGATED[operator];
  const { value } = right;
  if (typeof value === 'number') return [{ fact: 'compare', place, is, with: value }];
  if (operator !== '==' && operator !== '!=') return opaque(scope, test, holds);
  if (typeof value === 'string') return [{ fact: 'compare', place, is, with: wordNumber(value) }];
  return [{ fact: 'compare', place, is: Boolean(value) === (is === '==') ? '!=' : '==', with: 0 }];
}

function peekConstant(scope: Scope, node: TSESTree.Node): Value {
  if (node.type === 'Literal' && (node.value === null || typeof node.value !== 'object'))
    return { kind: 'constant', value: typeof node.value === 'bigint' ? undefined : node.value };
  if (node.type === 'Identifier' && node.name === 'undefined') return { kind: 'constant', value: undefined };
  if (node.type === 'UnaryExpression') return operation(node.operator, peekConstant(scope, node.argument));
  return peek(scope, node) ?? UNKNOWN;
}

/** The same test of the same names gives the same answer while the path has not written to them. */
function opaque(scope: Scope, test: TSESTree.Expression, holds: boolean): Fact[] {
  const reads: Place[] = [];
  if (!isPure(scope, test, reads)) return [];
  const { parsed } = scope.frame.module;
  const key = `${parsed.text.slice(...test.range)} ${reads.join()}`;
  return [{ fact: 'opaque', key, reads, holds }];
}

/** Which object `this` is: the same test of another one is another test. */
function receiver({ frame }: Scope): Place {
  const self = frame.find('this');
  return self?.value?.kind === 'object' ? `o${self.value.id}` : (self?.place ?? 'this');
}

function isPure(scope: Scope, node: TSESTree.Node, reads: Place[]): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'Identifier': {
      const slot = scope.frame.find(node.name);
      if (slot) reads.push(slot.place);
      return true;
    }
    case 'MemberExpression':
      return !node.computed && isPure(scope, node.object, reads);
    case 'ThisExpression':
      reads.push(receiver(scope));
      return true;
    case 'ChainExpression':
      return isPure(scope, node.expression, reads);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isPure(scope, node.left, reads) && isPure(scope, node.right, reads);
    case 'UnaryExpression':
      return isPure(scope, node.argument, reads);
    default:
      return false;
  }
}
