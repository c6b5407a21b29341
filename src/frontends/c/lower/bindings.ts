import { rootOf, type Place } from '../../../lifecycle/ir.js';
import type { Span } from '../../../shared/span.js';
import { findFirst, spanOf, textOf, type Syntax } from '../syntax.js';
import { isMap, type TypeRef } from '../types.js';
import { evaluate, store } from './expressions.js';
import type { Frame } from './frame.js';
import type { Value } from './value.js';

const UNTYPED: TypeRef = { name: 'auto', pointer: false, reference: false, array: false };

/** The declarator of `auto &[key, value]`, if this is one. */
export function structuredBinding(declarator: Syntax): Syntax | undefined {
  return findFirst(declarator, ({ type }) => type === 'structured_binding_declarator');
}

/** Names for the parts of a pair or record (ISO C++ [dcl.struct.bind]); of anything else nobody knows which part is what. */
export function bindParts(
  f: Frame,
  binding: Syntax,
  range: Value | undefined,
  value: Syntax | undefined,
): void {
  const whole = range ?? evaluate(f, value);
  const at = spanOf(binding);
  const names = binding.kids.filter(({ type }) => type === 'identifier').map(textOf);
  const parts = range ? partsOf(f, range) : undefined;
  if (whole.place !== undefined && !parts) f.emit({ op: 'escape', handle: whole.place, to: 'binding', at });
  names.forEach((name, i) => {
    const part = parts?.[i];
    const from = whole.place !== undefined && part !== undefined ? `${whole.place}[].${part}` : undefined;
    declarePart(f, name, from, at);
  });
}

function declarePart(f: Frame, name: string, from: Place | undefined, at: Span): void {
  const { place } = f.declare(name, UNTYPED);
  store(f, place, from === undefined ? {} : { place: from }, at);
}

/** The parts of a container's elements. */
function partsOf(f: Frame, { place, type }: Value): readonly string[] | undefined {
  if (isMap(type && f.declarations.resolve(type).name)) return ['first', 'second'];
  const record = place === undefined ? undefined : f.declarations.record(f.types.get(rootOf(place)));
  return record && [...record.fields.keys()];
}
