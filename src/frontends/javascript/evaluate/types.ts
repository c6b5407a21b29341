import type { TSESTree } from '@typescript-eslint/types';
import { fetchFunction } from '../apis/fetch.js';
import { instanceOf } from '../apis/typed.js';
import { FETCH } from '../types/type-oracle.js';
import type { Func, Obj, Value } from '../values.js';
import { either, streamsIn, UNDEFINED, UNKNOWN } from '../values.js';
import type { Frame } from './frame.js';
import type { Scope } from './scope.js';

/** What its type tells of a declared name's value of which nothing else is known. */
export function typedValue(scope: Scope, node: TSESTree.Identifier): Value | undefined {
  const { program } = scope.act;
  return instances(scope, node, node.name, program.types.ofName(node, scope.frame.module.parsed));
}

/** What its declared type tells of a function's result of which nothing else is known. */
export function typedResult(scope: Scope, { node, frame }: Func): Value | undefined {
  return instances(scope, node, 'socket', scope.act.program.types.ofResult(node, frame.module.parsed));
}

/** What a class declares of a field that is given nothing, or nothing known, in code that is seen. */
export function typedField(scope: Scope, owner: Obj, name: string): Value | undefined {
  const found = declarationOf(owner, name);
  if (!found) return undefined;
  const { field, frame } = found;
  const types = scope.act.program.types.ofField(field, frame.module.parsed);
  const value = instances({ act: scope.act, frame }, field, name, types);
  if (!value) return undefined;
  for (const stream of streamsIn(value)) stream.facts['declared'] = true;
  return field.definite || (field.readonly && !field.optional) ? value : either(value, UNDEFINED);
}

interface Declaration {
  readonly field: TSESTree.PropertyDefinition;
  readonly frame: Frame;
}

function declarationOf({ proto }: Obj, name: string): Declaration | undefined {
  if (proto?.kind !== 'object') return undefined;
  const made = proto.fields.get('constructor');
  if (made?.kind !== 'object' || !made.node || !made.frame) return declarationOf(proto, name);
  const field = made.node.body.body.find((member) => isField(member, name));
  return field ? { field, frame: made.frame } : declarationOf(proto, name);
}

function isField(member: TSESTree.ClassElement, name: string): member is TSESTree.PropertyDefinition {
  if (member.type !== 'PropertyDefinition' || member.static || member.computed) return false;
  const { key } = member;
  return key.type === 'Identifier'
    ? key.name === name
    : key.type === 'PrivateIdentifier' && `#${key.name}` === name;
}

/** Known by its declaration only: what the field is given takes its place. */
export function isOnlyDeclared(value: Value | undefined): boolean {
  const streams = value ? streamsIn(value) : [];
  return streams.length > 0 && streams.every(({ facts }) => facts['declared'] === true);
}

/** One instance for each place and activation: who enters it again finds the same. */
function instances(
  scope: Scope,
  node: TSESTree.Node,
  name: string,
  classes: readonly string[],
): Value | undefined {
  if (classes.length === 0) return undefined;
  if (classes.every((each) => each === FETCH)) return fetchFunction;
  const made = classes.map((each) => instanceOf(each, scope, name));
  if (!made.every((each) => each !== undefined)) return undefined;
  return scope.act.program.once(node, scope.frame, () => made.reduce<Value>(either, made[0] ?? UNKNOWN));
}
