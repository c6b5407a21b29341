import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import { bodiesIn } from '../values.js';
import type { Scope } from './scope.js';

/** `response = await fetch(mirror)`: from here on the name stands for another response, and nothing for the one before. */
export function overwritten({ act, frame }: Scope, node: TSESTree.Identifier, old: Value | undefined): void {
  if (old) say({ act, frame }, node, node.name, old);
}

/** The last statement of a block ends its names; `continue` also those of the blocks around. */
export function namesEnd({ act, frame }: Scope, node: TSESTree.Node, around: boolean): void {
  for (const [name, value] of frame.blockNames(around)) say({ act, frame }, node, name, value);
}

function say({ act, frame }: Scope, node: TSESTree.Node, name: string, value: Value): void {
  const places = bodiesIn(value).map(({ place }) => place);
  if (places.length > 0) act.emit({ op: 'special', name: 'lost', places }, node, frame, name);
}
