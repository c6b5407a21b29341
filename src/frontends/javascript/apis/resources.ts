import type { TSESTree } from '@typescript-eslint/types';
import type { Origin } from '../../../lifecycle/ir.js';
import type { Call } from '../evaluate/call.js';
import type { Stream, StreamType, Value } from '../values.js';
import { optionsOf } from '../values.js';

/** Makes the value that stands for a thing of the runtime. */
export function stream(
  call: Pick<Call, 'act'>,
  type: StreamType,
  name: string,
  facts: Readonly<Record<string, unknown>> = {},
): Stream {
  return {
    kind: 'stream',
    type,
    place: call.act.place(type),
    fields: new Map(),
    name,
    proto: undefined,
    shared: false,
    facts: { ...facts },
  };
}

/** One such value per place in the source and activation. */
export function streamOnce(
  call: Call,
  type: StreamType,
  name: string,
  facts?: Readonly<Record<string, unknown>>,
): Stream {
  const made = call.act.program.once(call.token, call.frame, () => stream(call, type, name, facts));
  return made.kind === 'stream' ? made : stream(call, type, name, facts);
}

/** How the source names what a call makes: the variable it is assigned to, or what the thing is. */
export function nameFor(node: TSESTree.Node, fallback: string): string {
  const { parent } = node;
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent?.type === 'AssignmentExpression') {
    const { left } = parent;
    if (left.type === 'Identifier') return left.name;
    if (left.type === 'MemberExpression' && left.property.type === 'Identifier') return left.property.name;
  }
  if (parent?.type === 'AwaitExpression') return nameFor(parent, fallback);
  return fallback;
}

/** Says that a socket has come into being; nothing can be said of one that stands for those of several activations. */
export function open(
  call: Pick<Call, 'act' | 'frame'>,
  made: Stream,
  origin: Origin,
  node: TSESTree.Node,
): void {
  if (call.frame.isVague) return;
  call.act.emit({ op: 'open', into: made.place, origin, name: made.name }, node, call.frame);
}

export function selfStream({ self }: Call): Stream | undefined {
  return optionsOf(self).find((option): option is Stream => option.kind === 'stream');
}

/** A value as a stream, seen through objects that wrap one. */
export function asStream(value: Value | undefined): Stream | undefined {
  return value && optionsOf(value).find((option): option is Stream => option.kind === 'stream');
}
