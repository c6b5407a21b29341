import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import type { Scope } from './scope.js';

/** What a type annotation tells of a value nothing else is known of. */
export function typedValue(_scope: Scope, _node: TSESTree.Identifier, _given: Value): Value | undefined {
  return undefined;
}
