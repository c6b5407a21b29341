import type { TSESTree } from '@typescript-eslint/types';
import { globalNamed } from '../apis/globals.js';
import { joined } from '../apis/sizes.js';
import type { Obj, Value } from '../values.js';
import { constant, either, FOREIGN, object, optionsOf, truth, UNDEFINED, UNKNOWN } from '../values.js';
import { awaitValue } from './await.js';
import { callExpression, invoke, newExpression } from './calls.js';
import { declareClass } from './classes.js';
import { condition } from './conditions.js';
import { makeFunction } from './functions.js';
import { dynamicImport } from './imports.js';
import { elementsOf, readMember, writeProperty } from './members.js';
import { bindPattern, keyOf } from './patterns.js';
import type { Scope } from './scope.js';
import { born, fieldPlace, track } from './scope.js';
import { operation } from './operators.js';

/** What an expression is worth; what it does goes into the graph. `hint` is the name it will go by. */
export function evaluate(scope: Scope, node: TSESTree.Node, hint?: string): Value {
  if (!scope.act.program.spend(scope.frame) || !scope.act.builder.reachable) return UNKNOWN;
  const evaluator = EXPRESSIONS[node.type] as Evaluator | undefined;
  return evaluator?.(scope, node, hint) ?? UNKNOWN;
}

type Evaluator = (scope: Scope, node: TSESTree.Node, hint?: string) => Value | undefined;

type Evaluators = {
  readonly [T in TSESTree.AST_NODE_TYPES]?: (
    scope: Scope,
    node: Extract<TSESTree.Node, { type: T }>,
    hint?: string,
  ) => Value | undefined;
};

const inner = (scope: Scope, node: { readonly expression: TSESTree.Node }): Value =>
  evaluate(scope, node.expression);

const EXPRESSIONS: Evaluators = {
  Literal: literal,
  TemplateLiteral: template,
  Identifier: (scope, node) => nameValue(scope, node.name),
  ThisExpression: (scope) => scope.frame.find('this')?.value ?? UNKNOWN,
  ArrayExpression: arrayLiteral,
  ObjectExpression: objectLiteral,
  FunctionExpression: ({ frame }, node) => makeFunction(node, frame),
  ArrowFunctionExpression: ({ frame }, node) => makeFunction(node, frame),
  ClassExpression: (scope, node) => declareClass(scope, node),
  MemberExpression: memberExpression,
  CallExpression: (scope, node) => callExpression(scope, node, false),
  NewExpression: newExpression,
  AwaitExpression: awaitExpression,
  YieldExpression: yieldExpression,
  AssignmentExpression: assignment,
  UpdateExpression: (scope, node) => {
    bindPattern(scope, node.argument, UNKNOWN, 'assign');
    return UNKNOWN;
  },
  UnaryExpression: (scope, node) => {
    const value = evaluate(scope, node.argument);
    return operation(node.operator, value);
  },
  BinaryExpression: (scope, node) => {
    const left = node.left.type === 'PrivateIdentifier' ? UNKNOWN : evaluate(scope, node.left);
    const right = evaluate(scope, node.right);
    return (
      (node.operator === '+' ? joined([left, right]) : undefined) ?? operation(node.operator, left, right)
    );
  },
  LogicalExpression: logical,
  ConditionalExpression: conditional,
  SequenceExpression: (scope, node) => node.expressions.map((part) => evaluate(scope, part)).at(-1),
  TaggedTemplateExpression: (scope, node) => {
    evaluate(scope, node.quasi);
    return invoke(scope, evaluate(scope, node.tag), undefined, [UNKNOWN], node, {
      token: node,
      awaited: false,
    });
  },
  ChainExpression: inner,
  TSAsExpression: inner,
  TSTypeAssertion: inner,
  TSNonNullExpression: inner,
  TSSatisfiesExpression: inner,
  TSInstantiationExpression: inner,
  ImportExpression: dynamicImport,
  JSXExpressionContainer: inner,
};

function literal(scope: Scope, node: TSESTree.Literal): Value {
  if ('regex' in node) return madeOnce(scope, node, 'regexp');
  return typeof node.value === 'bigint' || typeof node.value === 'object'
    ? node.value === null
      ? constant(null)
      : UNKNOWN
    : constant(node.value);
}

function template(scope: Scope, node: TSESTree.TemplateLiteral): Value {
  const parts = node.expressions.map((part) => evaluate(scope, part));
  if (parts.some(({ kind }) => kind !== 'constant')) return joined(parts) ?? UNKNOWN;
  const values = parts.map((part) => (part.kind === 'constant' ? String(part.value) : ''));
  return constant(node.quasis.map(({ value }, i) => `${value.cooked ?? ''}${values[i] ?? ''}`).join(''));
}

export function nameValue({ frame }: Scope, name: string): Value {
  const slot = frame.find(name);
  if (slot) return slot.value ?? UNDEFINED;
  if (name === 'undefined') return UNDEFINED;
  // What a half-typed part of the file declares is no code from elsewhere.
  return globalNamed(name) ?? (frame.module.parsed.unread ? UNKNOWN : FOREIGN);
}

function arrayLiteral(scope: Scope, node: TSESTree.ArrayExpression): Value {
  const made = madeOnce(scope, node, 'array');
  let index = 0;
  const put = (value: Value): void => {
    made.elements[index] = either(made.elements[index], value);
    index++;
  };
  for (const element of node.elements) {
    if (!element) put(UNDEFINED);
    else if (element.type !== 'SpreadElement') put(evaluate(scope, element));
    else {
      const { elements, rest } = elementsOf(evaluate(scope, element.argument));
      elements.forEach(put);
      if (rest) made.rest = either(made.rest, rest);
    }
  }
  return made;
}

/** What is read again in the same activation is the same object: else a recursion through callbacks has no end. */
function madeOnce({ act, frame }: Scope, node: TSESTree.Node, shape?: Obj['shape']): Obj {
  const made = act.program.once(node, frame, () => object(shape));
  return made.kind === 'object' ? made : object(shape);
}

function objectLiteral(scope: Scope, node: TSESTree.ObjectExpression): Value {
  const made = madeOnce(scope, node);
  if (!node.properties.some(({ type }) => type === 'SpreadElement')) born(scope, made, node);
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spread(scope, made, evaluate(scope, property.argument), property);
      continue;
    }
    const name = keyOf(scope, property);
    const value =
      property.value.type === 'FunctionExpression'
        ? makeFunction(property.value, scope.frame, made)
        : evaluate(scope, property.value);
    if (name === undefined) made.rest = either(made.rest, value);
    else if (property.kind === 'init') {
      made.fields.set(name, either(made.fields.get(name), value));
      track(scope, fieldPlace(made, name), value, property);
    } else made.fields.set(`${property.kind} ${name}`, value);
  }
  return withAccessors(made);
}

/** Getters are looked up along prototypes: an object with some is its own prototype. */
function withAccessors(made: ReturnType<typeof object>): Value {
  const accessors = [...made.fields.keys()].filter((name) => /^[gs]et ./.test(name));
  if (accessors.length === 0) return made;
  const proto = object();
  for (const name of accessors) {
    const value = made.fields.get(name);
    if (value) proto.fields.set(name, value);
    made.fields.delete(name);
  }
  made.proto = proto;
  return made;
}

function spread(scope: Scope, made: ReturnType<typeof object>, source: Value, node: TSESTree.Node): void {
  for (const option of optionsOf(source)) {
    if (option.kind === 'object') {
      for (const [name, value] of option.fields) writeProperty(scope, made, name, value, node);
      if (option.rest) made.rest = either(made.rest, option.rest);
    } else if (option.kind === 'unknown') made.rest = either(made.rest, UNKNOWN);
  }
}

function memberExpression(scope: Scope, node: TSESTree.MemberExpression): Value {
  if (node.object.type === 'Super') {
    const proto = scope.frame.find('super home')?.value;
    const name = keyOf(scope, { key: node.property, computed: node.computed });
    return proto?.kind === 'object' && proto.proto && name
      ? readMember(scope, proto.proto, name, node)
      : UNKNOWN;
  }
  const owner = evaluate(scope, node.object);
  const name = keyOf(scope, { key: node.property, computed: node.computed });
  if (name !== undefined) return readMember(scope, owner, name, node);
  return anyElement(owner);
}

function anyElement(owner: Value): Value {
  let all: Value | undefined;
  for (const option of optionsOf(owner)) {
    if (option.kind !== 'object') continue;
    for (const value of [...option.fields.values(), ...option.elements]) all = either(all, value);
    if (option.rest) all = either(all, option.rest);
  }
  return all ? either(all, UNDEFINED) : UNKNOWN;
}

function awaitExpression(scope: Scope, node: TSESTree.AwaitExpression): Value {
  const { argument } = node;
  const value =
    argument.type === 'CallExpression' ? callExpression(scope, argument, true) : evaluate(scope, argument);
  return scope.act.builder.reachable ? awaitValue(scope, value, node) : UNKNOWN;
}

function yieldExpression(scope: Scope, node: TSESTree.YieldExpression): Value {
  const value = node.argument ? evaluate(scope, node.argument) : UNDEFINED;
  if (node.delegate || !scope.act.builder.reachable) return UNKNOWN;
  scope.act.yields(value);
  return UNKNOWN;
}

function assignment(scope: Scope, node: TSESTree.AssignmentExpression): Value {
  const { builder } = scope.act;
  if (['||=', '&&=', '??='].includes(node.operator)) {
    const [into, after] = [builder.label(), builder.label()];
    builder.branch(after);
    builder.jump(into);
    builder.place(into);
    const value = evaluate(scope, node.right);
    if (builder.reachable) bindPattern(scope, node.left, value, 'assign');
    builder.place(after);
    return either(evaluate(scope, node.left), value);
  }
  const value = evaluate(scope, node.right, node.left.type === 'Identifier' ? node.left.name : undefined);
  if (builder.reachable) bindPattern(scope, node.left, node.operator === '=' ? value : UNKNOWN, 'assign');
  return node.operator === '=' ? value : UNKNOWN;
}

function logical(scope: Scope, node: TSESTree.LogicalExpression): Value {
  const { builder } = scope.act;
  const [right, after] = [builder.label(), builder.label()];
  let left: Value;
  if (node.operator === '??') {
    left = evaluate(scope, node.left);
    const known = truth(left);
    if (known === true) return left;
    if (known === undefined) builder.branch(after);
    builder.jump(right);
  } else if (node.operator === '&&') left = condition(scope, node.left, right, after);
  else left = condition(scope, node.left, after, right);
  builder.place(right);
  const value = builder.reachable ? evaluate(scope, node.right) : UNKNOWN;
  builder.place(after);
  if (node.operator === '&&')
    return truth(left) === true ? value : either(value, truth(left) === false ? left : UNDEFINED);
  return truth(left) === true ? left : truth(left) === false ? value : either(left, value);
}

function conditional(scope: Scope, node: TSESTree.ConditionalExpression): Value {
  const { builder } = scope.act;
  const [yes, no, after] = [builder.label(), builder.label(), builder.label()];
  condition(scope, node.test, yes, no);
  builder.place(yes);
  const a = evaluate(scope, node.consequent);
  if (builder.reachable) builder.jump(after);
  builder.place(no);
  const b = evaluate(scope, node.alternate);
  builder.place(after);
  return either(a, b);
}
