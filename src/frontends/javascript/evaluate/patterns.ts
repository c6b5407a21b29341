import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import { array, either, object, optionOf, optionsOf, truth, UNDEFINED, UNKNOWN } from '../values.js';
import { evaluate } from './expressions.js';
import { overwritten } from './losses.js';
import { elementsOf, readMember, writeMember } from './members.js';
import type { Scope } from './scope.js';
import { track } from './scope.js';
import { typedValue } from './types.js';

type Kind = 'var' | 'let' | 'const' | 'assign';

/** Gives a pattern's names the parts of a value; `undefined` declares them without one. */
export function bindPattern(scope: Scope, target: TSESTree.Node, value: Value | undefined, kind: Kind): void {
  switch (target.type) {
    case 'Identifier':
      bindName(scope, target, value, kind);
      return;
    case 'AssignmentPattern':
      bindPattern(scope, target.left, orDefault(scope, target, value), kind);
      return;
    case 'ObjectPattern':
      bindProperties(scope, target, value ?? UNKNOWN, kind);
      return;
    case 'ArrayPattern':
      bindElements(scope, target, value ?? UNKNOWN, kind);
      return;
    case 'RestElement':
      bindPattern(scope, target.argument, value ?? array([]), kind);
      return;
    case 'MemberExpression':
      if (value) writeMember(scope, target, value);
      return;
    case 'TSParameterProperty':
      bindPattern(scope, target.parameter, value, kind);
      return;
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
      bindPattern(scope, target.expression, value, kind);
  }
}

function bindName(scope: Scope, node: TSESTree.Identifier, given: Value | undefined, kind: Kind): void {
  const { frame } = scope;
  const value = given?.kind === 'unknown' ? (typedValue(scope, node) ?? given) : given;
  if (kind !== 'assign') {
    const slot = frame.declare(node.name, value, kind);
    if (slot.writable || value?.kind === 'unknown') track(scope, slot.place, value ?? UNDEFINED, node);
    return;
  }
  const slot = frame.find(node.name) ?? frame.declare(node.name, undefined, 'var');
  overwritten(scope, node, slot.value, value ?? UNKNOWN);
  if (value) slot.add(value);
  track(scope, slot.place, value ?? UNKNOWN, node);
}

function orDefault(scope: Scope, { right }: TSESTree.AssignmentPattern, value: Value | undefined): Value {
  if (value && truth(value) === true) return value;
  if (value && optionsOf(value).every((o) => o.kind === 'constant' && o.value !== undefined)) return value;
  const fallback = evaluate(scope, right);
  return value && value.kind !== 'constant' ? either(value, fallback) : fallback;
}

function bindProperties(scope: Scope, target: TSESTree.ObjectPattern, value: Value, kind: Kind): void {
  const taken = new Set<string>();
  for (const property of target.properties) {
    if (property.type === 'RestElement') {
      bindPattern(scope, property.argument, restOf(value, taken), kind);
      continue;
    }
    const name = keyOf(scope, property);
    if (name !== undefined) taken.add(name);
    const part = name === undefined ? UNKNOWN : readMember(scope, value, name, property);
    bindPattern(scope, property.value, part, kind);
  }
}

/** The name of a property, computed or not, when it is certain. */
export function keyOf(
  scope: Scope,
  { key, computed }: { key: TSESTree.Node; computed?: boolean },
): string | undefined {
  if (!computed && key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  const value = optionOf(evaluate(scope, key as TSESTree.Expression), 'constant')?.value;
  return value === undefined || value === null ? undefined : String(value);
}

function restOf(value: Value, taken: ReadonlySet<string>): Value {
  const source = optionOf(value, 'object');
  if (!source) return UNKNOWN;
  const rest = object();
  for (const [name, field] of source.fields) if (!taken.has(name)) rest.fields.set(name, field);
  return rest;
}

function bindElements(scope: Scope, target: TSESTree.ArrayPattern, value: Value, kind: Kind): void {
  const { elements, rest } = elementsOf(value);
  target.elements.forEach((element, index) => {
    if (!element) return;
    if (element.type === 'RestElement')
      bindPattern(scope, element.argument, array(elements.slice(index), rest), kind);
    else bindPattern(scope, element, elements[index] ?? rest ?? UNDEFINED, kind);
  });
}
