import type { TSESTree } from '@typescript-eslint/types';
import type { Fact } from '../../../lifecycle/ir.js';
import type { Stream, Value } from '../values.js';
import { streamsIn } from '../values.js';
import type { Slot } from './frame.js';
import type { Scope } from './scope.js';
import { worth } from './scope.js';

/** One of the sockets that a name may stand for, and what the path knows where it does. */
export interface Way {
  readonly stream: Stream;
  readonly facts: readonly Fact[];
}

/**
 * `let response = await get(url); while (…) response = await get(next)`: which of them the variable holds is known along
 * a path. Empty for an expression that is not about such a variable.
 */
export function waysOf({ frame }: Scope, node: TSESTree.Node, value: Value): Way[] {
  const streams = streamsIn(value);
  const slot = streams.length > 1 ? variableOf(frame, node) : undefined;
  if (!slot?.value || slot.isMixed) return [];
  const places = new Set(streamsIn(slot.value).map(({ place }) => place));
  if (!streams.every(({ place }) => places.has(place))) return [];
  return streams.map((stream) => ({
    stream,
    facts: [{ fact: 'compare', place: slot.place, is: '==', with: worth(stream) ?? 1 }],
  }));
}

/** The variable an expression starts from: that of `response.body?.cancel`. */
function variableOf(frame: Scope['frame'], node: TSESTree.Node): Slot | undefined {
  switch (node.type) {
    case 'Identifier': {
      const slot = frame.find(node.name);
      return slot?.writable ? slot : undefined;
    }
    case 'MemberExpression':
      return variableOf(frame, node.object);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return variableOf(frame, node.expression);
    default:
      return undefined;
  }
}
