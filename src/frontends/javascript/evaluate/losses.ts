import type { TSESTree } from '@typescript-eslint/types';
import type { Value } from '../values.js';
import { isFunction } from '../repairs/syntax.js';
import { bodiesIn } from '../values.js';
import type { Frame } from './frame.js';
import type { Scope } from './scope.js';

/**
 * `response = await fetch(mirror)`: from here on the name stands for another response, and nothing for the one before. In
 * a loop the next round, which was read for the one before, has the other.
 */
export function overwritten(
  scope: Scope,
  node: TSESTree.Identifier,
  old: Value | undefined,
  value: Value,
): void {
  if (!old || bodiesIn(old).length === 0) return;
  say(scope, node, node.name, old);
  if (!isRepeated(node)) return;
  const known = new Set(bodiesIn(old).map(({ place }) => place));
  for (const { place } of bodiesIn(value))
    if (!known.has(place))
      scope.act.emit({ op: 'escape', handle: place, to: 'the next round' }, node, scope.frame);
}

function isRepeated(node: TSESTree.Node): boolean {
  for (let at = node.parent; at && !isFunction(at); at = at.parent)
    if (/^(?:For|ForOf|ForIn|While|DoWhile)Statement$/.test(at.type)) return true;
  return false;
}

/** The last statement of a block ends its names; `continue` also those of the blocks around. */
export function namesEnd({ act, frame }: Scope, node: TSESTree.Node, around: boolean): void {
  for (const [name, value] of frame.blockNames(around)) say({ act, frame }, node, name, value);
}

/** A way out of a function, or to the catch in `stop`, ends the names between: what these alone stand for is lost there. */
export function namesLeave({ act, frame }: Scope, node: TSESTree.Node, stop?: Frame): void {
  for (const [name, value] of frame.namesUntil(stop))
    if (value.kind === 'stream') say({ act, frame }, node, name, value);
}

function say({ act, frame }: Scope, node: TSESTree.Node, name: string, value: Value): void {
  const places = bodiesIn(value).map(({ place }) => place);
  if (places.length > 0) act.emit({ op: 'special', name: 'lost', places }, node, frame, name);
}
