import type { TSESTree } from '@typescript-eslint/types';
import type { Place } from '../../../lifecycle/ir.js';
import { arrayMethod, collectionMethod } from '../apis/collections.js';
import { functionMember } from '../apis/functions.js';
import { pledgeMember } from '../apis/promises.js';
import { sized } from '../apis/sizes.js';
import { streamMember } from '../apis/streams.js';
import type { Obj, Stream, Value } from '../values.js';
import {
  array,
  constant,
  either,
  FOREIGN,
  numberOf,
  optionsOf,
  partOf,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';
import type { Call } from './call.js';
import { escapeAll } from './escape.js';
import { evaluate } from './expressions.js';
import { inlineFunction } from './functions.js';
import { keyOf } from './patterns.js';
import { isPrivate } from './privacy.js';
import type { Scope } from './scope.js';
import { blurred, fieldPlace, track } from './scope.js';
import { isOnlyDeclared, typedField } from './types.js';

/** What a property holds, over all the owner may be. */
export function readMember(scope: Scope, owner: Value, name: string, node: TSESTree.Node): Value {
  let found: Value | undefined;
  for (const option of optionsOf(owner)) {
    const part = memberOf(scope, option, name, node);
    if (part) found = either(found, part);
  }
  return found ?? UNDEFINED;
}

function memberOf(scope: Scope, owner: Value, name: string, node: TSESTree.Node): Value | undefined {
  switch (owner.kind) {
    case 'object':
      return objectMember(scope, owner, name, node);
    case 'stream':
      return (
        owner.fields.get(name) ?? inherited(scope, owner, owner, name, node) ?? streamMember(owner, name)
      );
    case 'native':
      if (name === '__esModule') return UNDEFINED;
      return owner.member?.(name) ?? (name === 'default' ? owner : (functionMember(owner, name) ?? FOREIGN));
    case 'function':
      return owner.properties.fields.get(name) ?? functionMember(owner, name) ?? UNDEFINED;
    case 'pledge':
      return pledgeMember(owner, name);
    case 'constant':
      return typeof owner.value === 'string' ? stringMember(owner.value, name) : undefined;
    default:
      return owner.kind === 'unknown' ? partOf(owner, name) : undefined;
  }
}

function objectMember(scope: Scope, owner: Obj, name: string, node: TSESTree.Node): Value | undefined {
  const own = owner.fields.get(name);
  if (own) return own.kind === 'unknown' ? declared(scope, owner, name, own) : own;
  const getter = owner.fields.get(`get ${name}`);
  if (getter?.kind === 'function') return inlineFunction(scope, getter, owner, [], node, false);
  if (owner.shape === 'array' && /^\d+$/.test(name)) return owner.elements[Number(name)] ?? owner.rest;
  const method =
    inherited(scope, owner, owner, name, node) ??
    (owner.shape === 'array' ? arrayMethod(owner, name) : collectionMethod(owner, name));
  if (method) return method;
  return owner.exposed || owner.rest ? declared(scope, owner, name, either(owner.rest, UNKNOWN)) : UNDEFINED;
}

/** Of what is not known, the declaration of the field may tell. */
function declared(scope: Scope, owner: Obj, name: string, otherwise: Value): Value {
  const value = typedField(scope, owner, name);
  if (value) owner.fields.set(name, value);
  return value ?? otherwise;
}

const MOST_PROTOTYPES = 12;

/** Looks along the prototypes; a getter runs. */
function inherited(
  scope: Scope,
  self: Obj | Stream,
  owner: Obj | Stream,
  name: string,
  node: TSESTree.Node,
  depth = 0,
): Value | undefined {
  let found: Value | undefined;
  if (depth > MOST_PROTOTYPES) return undefined;
  for (const proto of owner.proto ? optionsOf(owner.proto) : []) {
    if (proto.kind === 'object') {
      const getter = proto.fields.get(`get ${name}`);
      const value =
        getter?.kind === 'function'
          ? inlineFunction(scope, getter, self, [], node, false)
          : (proto.fields.get(name) ?? inherited(scope, self, proto, name, node, depth + 1));
      if (value) found = either(found, value);
    } else if (proto.kind === 'native') {
      const value = proto.member?.(name);
      if (value) found = either(found, value);
    } else if (proto.kind === 'unknown') found = either(found, FOREIGN);
  }
  return found;
}

function stringMember(text: string, name: string): Value {
  if (name === 'length') return constant(text.length);
  if (name === 'repeat') return repeated(text);
  if (name !== 'split') return { kind: 'native', name: `string.${name}`, call: () => UNKNOWN };
  return {
    kind: 'native',
    name: 'string.split',
    call: ({ args }) => {
      const separator = args[0]?.kind === 'constant' ? args[0].value : undefined;
      return typeof separator === 'string'
        ? array(text.split(separator).map((part) => constant(part)))
        : UNKNOWN;
    },
  };
}

function repeated(text: string): Value {
  const call = ({ args }: Call): Value => {
    const count = numberOf(args[0]);
    return count === undefined ? UNKNOWN : sized(text.length * count);
  };
  return { kind: 'native', name: 'string.repeat', call };
}

export function writeMember(scope: Scope, target: TSESTree.MemberExpression, value: Value): void {
  const owner = evaluate(scope, target.object);
  const name = keyOf(scope, { key: target.property, computed: target.computed });
  writeProperty(scope, owner, name, value, target);
}

export function writeProperty(
  scope: Scope,
  owner: Value,
  name: string | undefined,
  value: Value,
  node: TSESTree.Node,
): void {
  for (const option of optionsOf(owner)) {
    switch (option.kind) {
      case 'object':
        store(scope, option, name, value, node);
        break;
      case 'stream':
      case 'function': {
        const fields = option.kind === 'stream' ? option.fields : option.properties.fields;
        if (name !== undefined) fields.set(name, either(fields.get(name), value));
        if (option.kind === 'stream' && name !== undefined)
          track(scope, `${option.place}.${name}`, value, node);
        break;
      }
      case 'unknown':
        escapeAll(scope, [value], node, 'field');
        break;
      default:
        break;
    }
  }
}

function store(scope: Scope, owner: Obj, name: string | undefined, value: Value, node: TSESTree.Node): void {
  if (name === undefined) {
    owner.rest = either(owner.rest, value);
    blurred(scope, owner, node);
  } else if (owner.shape === 'array' && /^\d+$/.test(name)) {
    owner.rest = either(owner.rest, value);
  } else {
    const known = owner.fields.get(name);
    const setter = owner.proto?.kind === 'object' ? owner.proto.fields.get(`set ${name}`) : undefined;
    if (setter?.kind === 'function') inlineFunction(scope, setter, owner, [value], node, false);
    else owner.fields.set(name, isOnlyDeclared(known) ? value : either(known, value));
    track(scope, fieldPlace(owner, name), value, node);
  }
  if (owner.exposed && !isPrivate(owner, name)) escapeAll(scope, [value], node, 'field');
}

/** Where a flag's value is tracked along the path; undefined for what other connections may change. */
export function placeOf(scope: Scope, node: TSESTree.Node): Place | undefined {
  if (node.type === 'Identifier') {
    const owner = scope.frame.owner(node.name);
    return owner && !owner.isTop ? owner.find(node.name)?.place : undefined;
  }
  if (node.type !== 'MemberExpression' || node.computed) return undefined;
  if (node.object.type !== 'ThisExpression' && node.object.type !== 'Identifier') return undefined;
  const name = node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : propertyName(node);
  const owner = scope.frame.find(node.object.type === 'Identifier' ? node.object.name : 'this')?.value;
  if (owner?.kind === 'object' && name !== undefined)
    return owner.fields.has(name) || !isInherited(owner, name) ? fieldPlace(owner, name) : undefined;
  return owner?.kind === 'stream' && name !== undefined ? `${owner.place}.${name}` : undefined;
}

/** A prototype has it, and says what it is until the object has its own. */
function isInherited(owner: Obj, name: string, depth = 0): boolean {
  if (depth > MOST_PROTOTYPES || !owner.proto) return false;
  return optionsOf(owner.proto).some(
    (proto) => proto.kind === 'object' && (proto.fields.has(name) || isInherited(proto, name, depth + 1)),
  );
}

function propertyName(node: TSESTree.MemberExpression): string | undefined {
  return node.property.type === 'Identifier' ? node.property.name : undefined;
}

/** What iterating a value gives: the elements known one by one, and what else there may be. */
export function elementsOf(value: Value): { elements: readonly Value[]; rest: Value | undefined } {
  const options = optionsOf(value);
  const [only] = options;
  if (options.length === 1 && only?.kind === 'object') return iterated(only);
  let rest: Value | undefined;
  for (const option of options) {
    if (option.kind === 'object') {
      const parts = iterated(option);
      for (const element of parts.elements) rest = either(rest, element);
      if (parts.rest) rest = either(rest, parts.rest);
    } else if (option.kind === 'unknown') rest = either(rest, option);
  }
  return { elements: [], rest };
}

function iterated(owner: Obj): { elements: readonly Value[]; rest: Value | undefined } {
  if (owner.shape !== 'map') return { elements: owner.elements, rest: owner.rest };
  const entries = [...owner.fields].map(([key, value]) => array([constant(key), value]));
  return { elements: entries, rest: owner.rest && array([UNKNOWN, owner.rest]) };
}
