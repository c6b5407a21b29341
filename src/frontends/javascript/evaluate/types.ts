import type { TSESTree } from '@typescript-eslint/types';
import { instanceOf } from '../apis/typed.js';
import type { Func, Value } from '../values.js';
import { either, UNKNOWN } from '../values.js';
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

/** One instance for each place and activation: who enters it again finds the same. */
function instances(
  scope: Scope,
  node: TSESTree.Node,
  name: string,
  classes: readonly string[],
): Value | undefined {
  if (classes.length === 0) return undefined;
  const made = classes.map((each) => instanceOf(each, scope, name));
  if (!made.every((each) => each !== undefined)) return undefined;
  return scope.act.program.once(node, scope.frame, () => made.reduce<Value>(either, made[0] ?? UNKNOWN));
}
