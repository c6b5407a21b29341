import type { TSESTree } from '@typescript-eslint/types';
import type { Place } from '../../../lifecycle/ir.js';
import type { Obj, Pledge, Value } from '../values.js';
import { optionsOf, reach, UNKNOWN } from '../values.js';
import { listener } from './functions.js';
import type { Scope } from './scope.js';
import { blurred, emit } from './scope.js';

/**
 * Values get into code that is not read: its sockets may be closed there, its functions may be called from there, once
 * or more, with anything.
 */
export function escapeAll(scope: Scope, values: readonly Value[], node: TSESTree.Node, to: string): void {
  const found = new Set<Value>();
  for (const value of values) reach(value, found);
  for (const value of found) {
    if (value.kind === 'stream') {
      value.shared = true;
      emit(scope, { op: 'escape', handle: value.place, to }, node);
    } else if (value.kind === 'object') expose(scope, value, node);
    else if (value.kind === 'function') callLater(scope, value, node);
    else if (value.kind === 'pledge') exposePledge(scope, value, node);
  }
}

function expose(scope: Scope, value: Obj, node: TSESTree.Node): void {
  if (!value.exposed) blurred(scope, value, node);
  value.exposed = true;
}

/** Unseen code awaits a promise: it has what the promise was settled with, and gets what comes. */
function exposePledge(scope: Scope, pledge: Pledge, node: TSESTree.Node): void {
  if (pledge.exposed) return;
  pledge.exposed = true;
  if (pledge.place !== undefined)
    emit(scope, { op: 'special', name: 'awaited', places: [pledge.place] }, node);
  if (pledge.isKnown?.()) escapeAll(scope, [pledge.value({ ...scope, node })], node, 'whoever awaits it');
}

/** A callback that unseen code is given, which then has what the callback returns; by `interval` it is called again and again, by `final` when the stream `handle` is ended. */
export function callLater(
  scope: Scope,
  value: Value,
  node: TSESTree.Node,
  trigger: 'unknown' | 'interval' | 'final' = 'unknown',
  handle?: Place,
): void {
  const args = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
  const { program } = scope.act;
  const handler = listener(scope, value, undefined, args, node, 'lastly', (inner, result) => {
    escapeAll(inner, [result], node, 'the caller');
  });
  if (handler !== undefined && trigger === 'unknown' && isAwaited(value, node)) program.handed.add(handler);
  if (handler !== undefined)
    emit(scope, { op: 'later', trigger, handler, ...(handle === undefined ? {} : { handle }) }, node);
}

/** Who is given an asynchronous function waits for it and survives its rejection; who only tells of events does not. */
function isAwaited(value: Value, node: TSESTree.Node): boolean {
  const isAsync = optionsOf(value).some((option) => option.kind === 'function' && option.node.async);
  return isAsync && !(node.type === 'CallExpression' && DROPS.test(calledName(node)));
}

/** Methods that drop what the function they call returns (Node.js documentation, "Asynchronous vs. synchronous"). */
const DROPS = /^(?:on|once|off|(?:add|prepend\w*)Listener|addEventListener|forEach)$/;

function calledName({ callee }: TSESTree.CallExpression): string {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : '';
}
