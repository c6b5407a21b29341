import type { TSESTree } from '@typescript-eslint/types';
import type { Func, Native, Value } from '../values.js';
import { either, FOREIGN, NOBODY, optionsOf, streamsIn, UNDEFINED, UNKNOWN } from '../values.js';
import { construct, superCall } from './classes.js';
import { factsOf } from './conditions.js';
import { callLater, escapeAll } from './escape.js';
import { evaluate } from './expressions.js';
import { inlineFunction } from './functions.js';
import { elementsOf, readMember } from './members.js';
import { keyOf } from './patterns.js';
import type { Scope } from './scope.js';
import { emit } from './scope.js';
import { waysOf } from './which.js';

interface Manner {
  /** The smallest token that stands for the call. */
  readonly token: TSESTree.Node;
  readonly awaited: boolean;
  readonly argNodes?: readonly TSESTree.Node[];
}

export function evaluateArguments(scope: Scope, nodes: readonly TSESTree.CallExpressionArgument[]): Value[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'SpreadElement') return [evaluate(scope, node)];
    const { elements, rest } = elementsOf(evaluate(scope, node.argument));
    return rest ? [...elements, rest, rest] : [...elements];
  });
}

export function callExpression(scope: Scope, node: TSESTree.CallExpression, awaited: boolean): Value {
  const callee = node.callee.type === 'ChainExpression' ? node.callee.expression : unwrapped(node.callee);
  if (callee.type === 'Super') return superCall(scope, node, evaluateArguments(scope, node.arguments));
  if (callee.type === 'MemberExpression') return methodCall(scope, node, callee, awaited);
  const func = evaluate(scope, callee);
  const args = evaluateArguments(scope, node.arguments);
  const call = (): Value =>
    invoke(scope, func, NOBODY, args, node, { token: callee, awaited, argNodes: node.arguments });
  return node.optional && mayBeNothing(func) ? perhaps(scope, call, args, callee) : call();
}

/** `handler?.(socket)`: one way calls, the other goes on without, and nobody takes the socket. */
function perhaps(
  scope: Scope,
  call: () => Value,
  args: readonly Value[],
  tested: TSESTree.Expression,
): Value {
  let value: Value = UNDEFINED;
  const without = (): void => {
    if (args.some((arg) => streamsIn(arg).length > 0)) emit(scope, { op: 'return' }, tested);
  };
  scope.act.choose(
    [() => (value = call()), without],
    [true, false].map((holds) => factsOf(scope, tested, holds)),
  );
  return value;
}

/** A function that is known, or none: not one that unseen code may have given. */
function mayBeNothing(func: Value): boolean {
  const options = optionsOf(func);
  return (
    options.some(isCallable) &&
    options.some(({ kind }) => kind === 'constant') &&
    !options.some(({ kind }) => kind === 'unknown')
  );
}

function unwrapped(node: TSESTree.Expression): TSESTree.Expression {
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression')
    return unwrapped(node.expression);
  return node;
}

function methodCall(
  scope: Scope,
  node: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
  awaited: boolean,
): Value {
  const isSuper = callee.object.type === 'Super';
  const owner = isSuper ? UNKNOWN : evaluate(scope, callee.object);
  const name = keyOf(scope, { key: callee.property, computed: callee.computed });
  const args = evaluateArguments(scope, node.arguments);
  const manner = { token: callee.property, awaited, argNodes: node.arguments };
  if (isSuper) return superMethod(scope, name, args, node, manner);
  if (name === undefined) return anyMember(scope, owner, args, node, manner);
  const call = (): Value => callMethod(scope, owner, name, args, node, awaited, manner);
  const isOptional =
    (node.optional || callee.optional) && !optionsOf(owner).every(({ kind }) => kind === 'stream');
  return isOptional && mayDoSomething(owner)
    ? perhaps(scope, call, args, node.optional ? callee : callee.object)
    : call();
}

function mayDoSomething(owner: Value): boolean {
  return optionsOf(owner).some(({ kind }) => kind === 'object' || kind === 'function');
}

function superMethod(
  scope: Scope,
  name: string | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  manner: Manner,
): Value {
  const home = scope.frame.find('super home')?.value;
  const self = scope.frame.find('this')?.value;
  const method =
    home?.kind === 'object' && home.proto && name !== undefined
      ? readMember(scope, home.proto, name, node)
      : UNKNOWN;
  return invoke(scope, method, self, args, node, manner);
}

/** `handlers[event](socket)`: any of the functions it holds. */
function anyMember(
  scope: Scope,
  owner: Value,
  args: readonly Value[],
  node: TSESTree.Node,
  manner: Manner,
): Value {
  let all: Value | undefined;
  for (const option of optionsOf(owner)) {
    if (option.kind !== 'object') continue;
    for (const value of [...option.fields.values(), ...option.elements]) all = either(all, value);
    if (option.rest) all = either(all, option.rest);
  }
  return invoke(scope, all ?? FOREIGN, owner, args, node, manner);
}

export function callMethod(
  scope: Scope,
  owner: Value,
  name: string,
  args: readonly Value[],
  node: TSESTree.Node,
  awaited: boolean,
  manner: Manner = { token: node, awaited },
): Value {
  const owners = optionsOf(owner);
  const streams = owners.filter(({ kind }) => kind === 'stream');
  if (streams.length > 0) {
    const call = (stream: Value): Value =>
      invoke(scope, readMember(scope, stream, name, node), stream, args, node, manner);
    return callOneOf(scope, owner, node, call) ?? streams.map(call).reduce((all, next) => either(all, next));
  }
  const callable = owners.filter(({ kind }) => kind !== 'constant');
  const [target] = args;
  if (name === 'pipe' && target && callable.every(({ kind }) => kind === 'unknown') && isRequest(target))
    return target;
  if (callable.length <= 1) {
    const [only = owner] = callable;
    return invoke(scope, readMember(scope, only, name, node), only, args, node, manner);
  }
  let result: Value | undefined;
  scope.act.choose(
    callable.map((option) => () => {
      result = either(
        result,
        invoke(scope, readMember(scope, option, name, node), option, args, node, manner),
      );
    }),
  );
  return result ?? UNDEFINED;
}

/** What some stream is piped into is written and ended: a request has its response all the same. */
function isRequest(target: Value): boolean {
  return optionsOf(target).every((option) => option.kind === 'stream' && option.type === 'request');
}

/** The method of the socket that the path says it is; undefined when even the path does not know. */
function callOneOf(
  scope: Scope,
  owner: Value,
  node: TSESTree.Node,
  call: (stream: Value) => Value,
): Value | undefined {
  const ways = node.type === 'CallExpression' ? waysOf(scope, node.callee, owner) : [];
  let result: Value | undefined;
  if (ways.length > 0)
    scope.act.choose(
      ways.map(
        ({ stream }) =>
          () =>
            (result = either(result, call(stream))),
      ),
      ways.map(({ facts }) => facts),
    );
  return result;
}

/** Calls whatever the callee may be: each possibility is a way of its own. */
export function invoke(
  scope: Scope,
  callee: Value,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  manner: Manner,
): Value {
  const ways = optionsOf(callee).filter(isCallable);
  if (ways.length === 0) {
    // A method that nobody is seen to define has its object in its hands.
    if (self?.kind === 'object') escapeAll(scope, [self], node, 'method');
    return unknownCall(scope, callee, args, node);
  }
  let result: Value | undefined;
  scope.act.choose(
    ways.map((way) => () => {
      const value =
        way.kind === 'function'
          ? inlineFunction(scope, way, self, args, node, manner.awaited)
          : nativeCall(scope, way, self, args, node, manner);
      result = either(result, value);
    }),
  );
  return result ?? UNDEFINED;
}

function isCallable(value: Value): value is Func | Native {
  return value.kind === 'function' || (value.kind === 'native' && value.call !== undefined);
}

function nativeCall(
  scope: Scope,
  callee: Native,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  manner: Manner,
): Value {
  const { token, awaited, argNodes = [] } = manner;
  const receiver = self === undefined || self === NOBODY ? UNDEFINED : self;
  return callee.call?.({ ...scope, node, token, args, argNodes, self: receiver, awaited }) ?? UNDEFINED;
}

/** Code that is not read may throw, keep what it is given and call it back. */
function unknownCall(scope: Scope, callee: Value, args: readonly Value[], node: TSESTree.Node): Value {
  const isForeign = callee.kind === 'native' || (callee.kind === 'unknown' && callee.from === 'foreign');
  const isFunction = (arg: Value): boolean => optionsOf(arg).some(({ kind }) => kind === 'function');
  // Who was given a socket has it, even if it throws.
  const things = args.filter((arg) => !isFunction(arg));
  escapeAll(scope, things, node, 'call');
  if (isForeign) scope.act.mayThrow(node, scope.frame);
  for (const arg of args.filter(isFunction)) callLater(scope, arg, node);
  return isForeign ? FOREIGN : UNKNOWN;
}

export function newExpression(scope: Scope, node: TSESTree.NewExpression): Value {
  const callee = evaluate(scope, node.callee);
  const args = evaluateArguments(scope, node.arguments);
  const made = construct(scope, callee, args, node);
  return made ?? unknownCall(scope, callee, args, node);
}
