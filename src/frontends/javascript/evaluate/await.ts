import type { TSESTree } from '@typescript-eslint/types';
import type { Outcome } from '../../../lifecycle/ir.js';
import type { Pledge, Value } from '../values.js';
import { either, FOREIGN, optionsOf, UNKNOWN } from '../values.js';
import { escapeAll } from './escape.js';
import type { Scope } from './scope.js';

/** `await value`: the activation is suspended until it settles, and may throw then. */
export function awaitValue(scope: Scope, value: Value, node: TSESTree.Node): Value {
  const pledges = optionsOf(value).filter((option): option is Pledge => option.kind === 'pledge');
  if (pledges.length > 0) return awaitOrTake(scope, pledges, otherThan(value), node);
  if (value.kind !== 'unknown') return value;
  scope.act.mayThrow(node, scope.frame);
  return value;
}

/** A promise on one way, something else on another, for which nobody waits. */
function awaitOrTake(
  scope: Scope,
  pledges: readonly Pledge[],
  other: Value | undefined,
  node: TSESTree.Node,
): Value {
  const place = other && pledges.every(({ way }) => way) ? pledges[0]?.way?.place : undefined;
  if (place === undefined) return either(awaitOneOf(scope, pledges, node), other);
  let value: Value | undefined;
  scope.act.choose(
    [() => (value = awaitOneOf(scope, pledges, node)), () => (value = either(value, other))],
    (['!=', '=='] as const).map((is) => [{ fact: 'compare', place, is, with: 0 }]),
  );
  return value ?? UNKNOWN;
}

/** The promise of the way that was taken; where that is not known, nobody knows who goes on with which socket. */
function awaitOneOf(scope: Scope, pledges: readonly Pledge[], node: TSESTree.Node): Value {
  const [first] = pledges;
  if (first && pledges.length === 1) return awaitPledge(scope, first, node);
  const ways = pledges.flatMap(({ way }) => (way && way.place === first?.way?.place ? [way] : []));
  if (ways.length < pledges.length) {
    escapeAll(scope, pledges, node, 'whoever awaits one of them');
    return FOREIGN;
  }
  let value: Value | undefined;
  scope.act.choose(
    pledges.map((pledge) => () => (value = either(value, awaitPledge(scope, pledge, node)))),
    ways.map(({ place, is }) => [{ fact: 'compare', place, is: '==', with: is }]),
  );
  return value ?? UNKNOWN;
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
