import type { TSESTree } from '@typescript-eslint/types';
import type { Activation, NewOp } from './activation.js';
import type { Frame } from './frame.js';
import type { Place } from '../../../lifecycle/ir.js';
import { FIELDS, vague } from '../../../lifecycle/ir.js';
import type { Obj, Value } from '../values.js';

/** Where a piece of syntax is read: the graph it goes into and the names it sees. */
export interface Scope {
  readonly act: Activation;
  readonly frame: Frame;
}

export function emit({ act, frame }: Scope, op: NewOp, node: TSESTree.Node): void {
  act.emit(op, node, frame);
}

/** The same code with a block's own names: those it had when the same activation entered it before. */
export function inner({ act, frame }: Scope, node: object, round?: number): Scope {
  return { act, frame: act.program.block(node, frame, round) };
}

const words = new Map<string, number>([['', 0]]);

/** Beyond the numbers that programs count to. */
const FIRST_WORD = 2 ** 40;

/** A number that stands for a text, so that states by name are told apart along a path. */
export function wordNumber(text: string): number {
  const known = words.get(text) ?? FIRST_WORD + words.size;
  words.set(text, known);
  return known;
}

/** What flags are worth along a path: a number when the value is certain, one of its own for each socket, 1 for any other thing. */
export function worth(value: Value): number | undefined {
  if (value.kind === 'unknown' || value.kind === 'union') return undefined;
  if (value.kind === 'stream') return wordNumber(value.place);
  if (value.kind !== 'constant') return 1;
  if (typeof value.value === 'number') return value.value;
  if (typeof value.value === 'string') return wordNumber(value.value);
  return value.value ? 1 : 0;
}

/** A new object: what is asked of its fields before they are given anything is `undefined`. */
export function born(scope: Scope, made: Obj, node: TSESTree.Node): void {
  if (!made.exposed) emit(scope, { op: 'assign', into: fieldPlace(made, FIELDS), value: 0 }, node);
}

/** Fields were written in a way that is not followed: nothing is known of any. */
export function blurred(scope: Scope, made: Obj, node: TSESTree.Node): void {
  emit(scope, { op: 'assign', into: fieldPlace(made, FIELDS) }, node);
}

export function fieldPlace({ id, isVague }: Obj, name: string): Place {
  const place = `o${id}.${name}`;
  return isVague ? vague(place) : place;
}

/** Whether a place is a field of an object, not a variable. */
export function isField(place: Place): boolean {
  return /^~?o\d+\./.test(place);
}

/** Remembers along the path what a variable or field was given. */
export function track(scope: Scope, place: string, value: Value, node: TSESTree.Node): void {
  const known = worth(value);
  emit(
    scope,
    known === undefined ? { op: 'assign', into: place } : { op: 'assign', into: place, value: known },
    node,
  );
}
