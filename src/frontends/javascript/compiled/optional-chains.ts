import type { TSESTree } from '@typescript-eslint/types';
import { slotsOf } from './slots.js';

/**
 * `_optionalChain([socket, 'access', _ => _.body, 'optionalAccess', _2 => _2.cancel, 'call', _3 => _3()])`, as Sucrase
 * writes `socket.body?.cancel()`.
 */
export function optionalChain([links]: readonly TSESTree.Expression[]): TSESTree.Expression | undefined {
  const [first, ...steps] = links?.type === 'ArrayExpression' ? links.elements : [];
  let value = first && first.type !== 'SpreadElement' ? first : undefined;
  for (let at = 0; value && at + 1 < steps.length; at += 2) {
    const [how, step] = [steps[at], steps[at + 1]];
    if (how?.type !== 'Literal' || !step) return undefined;
    value = linked(value, step, String(how.value).startsWith('optional'));
  }
  return value;
}

/** The body of `_ => _.name` or `_ => _(…)`, with what comes before in the place of its parameter. */
function linked(
  value: TSESTree.Expression,
  step: TSESTree.Node,
  isOptional: boolean,
): TSESTree.Expression | undefined {
  const [param] = step.type === 'ArrowFunctionExpression' ? step.params : [];
  if (step.type !== 'ArrowFunctionExpression' || param?.type !== 'Identifier') return undefined;
  for (const { node, put } of slotsOf(step.body))
    if (node.type === 'Identifier' && node.name === param.name) put(value);
  const { body } = step;
  if (body.type === 'BlockStatement') return undefined;
  if (body.type === 'MemberExpression' || body.type === 'CallExpression') body.optional = isOptional;
  return body;
}
