import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import { UNKNOWN } from '../values.js';
import { evaluate } from './expressions.js';
import { callMethod } from './calls.js';
import { bindPattern } from './patterns.js';
import type { Scope } from './scope.js';
import { emit, inner } from './scope.js';
import { runBlock } from './statements.js';

/** `finally` is lowered once for each way out. */
export function tryStatement(scope: Scope, node: TSESTree.TryStatement): void {
  const { finalizer } = node;
  if (!finalizer) {
    guarded(scope, node);
    return;
  }
  const run = (): void => {
    runBlock(scope, finalizer.body);
  };
  scope.act.within({ kind: 'finally', run }, () => {
    guarded(scope, node);
  });
  if (scope.act.builder.reachable) run();
}

function guarded(scope: Scope, { block, handler }: TSESTree.TryStatement): void {
  const { builder } = scope.act;
  if (!handler) {
    runBlock(scope, block.body);
    return;
  }
  const [caught, after] = [builder.label(), builder.label()];
  scope.act.within({ kind: 'catch', to: caught, frame: scope.frame }, () => {
    runBlock(scope, block.body);
  });
  if (builder.reachable) builder.jump(after);
  builder.place(caught);
  emit(scope, { op: 'special', name: 'caught', places: [] }, catchKeyword(handler));
  const within = inner(scope, handler);
  if (handler.param) bindPattern(within, handler.param, UNKNOWN, 'let');
  runBlock(within, handler.body.body);
  builder.place(after);
}

/** The keyword alone stands for the clause. */
function catchKeyword(handler: TSESTree.CatchClause): TSESTree.Node {
  const [start] = handler.range;
  return { ...handler, range: [start, start + 'catch'.length] };
}

/** `using x = …`: the rest of the block runs under its disposal. */
export function usingDeclarations(scope: Scope, node: TSESTree.VariableDeclaration, rest: () => void): void {
  const symbol = node.kind === 'await using' ? '@asyncDispose' : '@dispose';
  const values: Value[] = [];
  for (const { id, init } of node.declarations) {
    const value = init ? evaluate(scope, init) : UNKNOWN;
    bindPattern(scope, id, value, 'const');
    values.unshift(value);
  }
  const run = (): void => {
    for (const value of values) callMethod(scope, value, symbol, [], node, true);
  };
  scope.act.within({ kind: 'finally', run }, rest);
  if (scope.act.builder.reachable) run();
}
