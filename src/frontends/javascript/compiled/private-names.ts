import type { TSESTree } from '@typescript-eslint/types';
import { assignment, identifier, isUndefined, member, privateName } from './nodes.js';

/** What a helper is called with; a spread among it is none of theirs. */
export type Arguments = readonly TSESTree.Expression[];

/**
 * `__classPrivateFieldGet(this, _socket, "f")` is `this.#_socket`; of a method (`"m"`) it is the function that stands last,
 * of an accessor nothing is known.
 */
export function privateGet(place: TSESTree.Node, args: Arguments): TSESTree.Expression | undefined {
  const [, , kind, func] = args;
  if (kind?.type !== 'Literal') return privateMember(place, args);
  if (kind.value === 'm') return func;
  if (kind.value !== 'f') return undefined;
  // A static one is kept in `{ value }`.
  return func ? member(place, func, identifier(place, 'value')) : privateMember(place, args);
}

/** `__classPrivateFieldSet(this, _socket, value, "f")`, `__privateAdd(this, _socket, value)`: `this.#_socket = value` */
export function privateSet(place: TSESTree.Node, args: Arguments): TSESTree.Expression | undefined {
  const field = privateMember(place, args);
  if (!field) return undefined;
  const [, , given] = args;
  // Like a field that is only declared.
  if (!given || isUndefined(given)) return identifier(place, 'undefined');
  return assignment(place, field, described(given) ?? given);
}

/** `_classPrivateFieldInitSpec(this, _socket, { writable: true, value: null })`, as Babel 7 had it. */
function described(given: TSESTree.Expression): TSESTree.Expression | undefined {
  if (given.type !== 'ObjectExpression') return undefined;
  const named = new Map(
    given.properties.flatMap((property) =>
      property.type === 'Property' && property.key.type === 'Identifier'
        ? [[property.key.name, property.value] as const]
        : [],
    ),
  );
  return named.has('writable') ? (named.get('value') as TSESTree.Expression | undefined) : undefined;
}

/** Babel has the WeakMap first since 7.24, all others the object. */
function privateMember(
  place: TSESTree.Node,
  [first, second]: Arguments,
): TSESTree.MemberExpression | undefined {
  const [owner, map] = second?.type === 'ThisExpression' ? [second, first] : [first, second];
  if (!owner || map?.type !== 'Identifier') return undefined;
  return member(place, owner, privateName(place, map.name));
}

/** The WeakMaps that stand for private names. */
export function privateMapIn([first, second]: Arguments): string | undefined {
  const map = second?.type === 'ThisExpression' ? first : second;
  return map?.type === 'Identifier' ? map.name : undefined;
}

/** TypeScript declares a private field by `_socket.set(this, value)`. */
export function declared(
  node: TSESTree.CallExpression,
  maps: ReadonlySet<string>,
): TSESTree.Expression | undefined {
  const { callee, arguments: args } = node;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  if (callee.property.type !== 'Identifier' || callee.property.name !== 'set') return undefined;
  const [owner, value] = args;
  if (!maps.has(callee.object.name) || owner?.type !== 'ThisExpression') return undefined;
  if (!value || value.type === 'SpreadElement') return undefined;
  if (isUndefined(value)) return value;
  return assignment(node, member(node, owner, privateName(node, callee.object.name)), value);
}
