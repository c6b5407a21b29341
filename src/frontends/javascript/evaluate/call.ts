import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import type { Scope } from './scope.js';

/** A call on its way to the function that knows what it does. */
export interface Call extends Scope {
  readonly node: TSESTree.Node;
  /** The smallest token that stands for the call: the method's name, else the callee. */
  readonly token: TSESTree.Node;
  readonly args: readonly Value[];
  readonly argNodes: readonly TSESTree.Node[];
  readonly self: Value;
  /** Whether the caller awaits the result at once. */
  readonly awaited: boolean;
}
