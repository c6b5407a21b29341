import type { Fact, Place } from '../../../lifecycle/ir.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { Frame } from './frame.js';
import { resultOf, type Call } from './calls.js';
import type { Value } from './value.js';

/** Where the length of the text in a local buffer is known from: `buf[n] = 0` makes it `n`. */
function lengthOf({ place, type }: Pick<Value, 'place' | 'type'>): Place | undefined {
  return place !== undefined && type?.array ? `${place}.@length` : undefined;
}

/** What was in the buffer is overwritten: its length is unknown. */
export function forgetText(call: Call, buffer: Value | undefined): void {
  const length = buffer && lengthOf(buffer);
  if (length !== undefined) call.f.emit({ op: 'assign', into: length, at: call.at });
}

/** `buf[n] = '\0'` ends the text after n bytes: after EOF nothing is left of it. */
export function terminateText(f: Frame, left: Syntax, right: Syntax): void {
  const buffer = left.type === 'subscript_expression' ? child(left, 'argument') : undefined;
  const indices = child(left, 'indices');
  const index = child(left, 'index') ?? indices?.kids[0];
  if (buffer?.type !== 'identifier' || index?.type !== 'identifier') return;
  if (!/^(?:0|'\\0'|'\\x00')$/.test(textOf(right))) return;
  const variable = f.lookup(textOf(buffer));
  const into = variable && lengthOf(variable);
  const from = f.lookup(textOf(index))?.place;
  if (into !== undefined && from !== undefined)
    f.emit({ op: 'copy', into, from, at: { start: left.start, end: left.end } });
}

/** `strcmp(buf, "quit")`: equal only when there is a text. */
export function compareText(call: Call): Value {
  const result = resultOf(call);
  const [a, b] = call.args;
  const [buffer, word] = a?.type === 'string_literal' ? [call.values[1], a] : [call.values[0], b];
  const length = buffer && lengthOf(buffer);
  const isWord = word?.type === 'string_literal' && textOf(word).length > 2;
  if (length !== undefined && isWord && result.place !== undefined) call.f.compared.set(result.place, length);
  return result;
}

/** What else is known when a comparison's result is 0. */
export function ifEqual(f: Frame, place: Place): Fact[] {
  const length = f.compared.get(place);
  return length === undefined ? [] : [{ fact: 'compare', place: length, is: '>', with: 0 }];
}
