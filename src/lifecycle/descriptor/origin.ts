import type { Graph, Op, Origin } from '../ir.js';

type Call = Extract<Op, { op: 'call' }>;

/**
 * The origin of a socket that a callee hands out, as its caller knows it: undefined when the caller has asked for one that is no
 * connection; what the caller's own parameters decide, its callers decide.
 */
export function originOf(call: Call, callee: Graph, made: Origin, caller: Graph): Origin | undefined {
  const { givenBy = [], ...origin } = made;
  const indices = givenBy.map((param) => callee.params.indexOf(param));
  if (indices.some((index) => call.unconnected?.includes(index))) return undefined;
  const handedOn = indices.flatMap((index) => call.args[index] ?? []);
  const theirs = handedOn.filter((arg) => caller.params.includes(arg));
  return theirs.length > 0 ? { ...origin, givenBy: theirs } : origin;
}
