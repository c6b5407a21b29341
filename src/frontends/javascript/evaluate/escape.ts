import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import { reach, UNKNOWN } from '../values.js';
import { listener } from './functions.js';
import type { Scope } from './scope.js';
import { emit } from './scope.js';

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
    } else if (value.kind === 'object' || value.kind === 'pledge') value.exposed = true;
    else if (value.kind === 'function') callLater(scope, value, node);
  }
}

/** A callback that unseen code is given. */
export function callLater(scope: Scope, value: Value, node: TSESTree.Node): void {
  const handler = listener(scope, value, undefined, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN], node, 'lastly');
  if (handler !== undefined) emit(scope, { op: 'later', trigger: 'unknown', handler }, node);
}
