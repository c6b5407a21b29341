import type { TSESTree } from '@typescript-eslint/types';
import type { Outcome } from '../../../lifecycle/ir.js';
import type { Pledge, Value } from '../values.js';
import { either, optionOf, optionsOf, UNKNOWN } from '../values.js';
import type { Scope } from './scope.js';

/** `await value`: the activation is suspended until it settles, and may throw then. */
export function awaitValue(scope: Scope, value: Value, node: TSESTree.Node): Value {
  const pledge = optionOf(value, 'pledge');
  if (pledge) return either(awaitPledge(scope, pledge, node), otherThan(value));
  if (value.kind !== 'unknown') return value;
  scope.act.mayThrow(node, scope.frame);
  return value;
}

function otherThan(value: Value): Value | undefined {
  return optionsOf(value)
    .filter(({ kind }) => kind !== 'pledge')
    .reduce<Value | undefined>((all, next) => either(all, next), undefined);
}

function awaitPledge(scope: Scope, pledge: Pledge, node: TSESTree.Node): Value {
  const { act, frame } = scope;
  const { builder } = act;
  const outcomes: Outcome[] = pledge.mayReject ? ['fulfilled', 'rejected'] : ['fulfilled'];
  const handle = pledge.place ?? pledge.handle;
  const labels = act.wait(
    {
      on: pledge.on,
      ...(handle === undefined ? {} : { handle }),
      ...(pledge.event === undefined ? {} : { event: pledge.event }),
    },
    outcomes,
    node,
    frame,
  );
  const rejected = labels.get('rejected');
  if (rejected !== undefined) {
    builder.place(rejected);
    act.emit({ op: 'special', name: 'throws', places: [] }, node, frame);
    act.throws();
  }
  const fulfilled = labels.get('fulfilled');
  if (fulfilled !== undefined) builder.place(fulfilled);
  if (pledge.isKnown?.() === false) act.program.catchUp();
  return builder.reachable ? pledge.value({ ...scope, node }) : UNKNOWN;
}
