import type { SourceModule } from '../modules/source-module.js';
import { wholeOf } from '../modules/evaluate-module.js';
import type { Obj, Value } from '../values.js';
import { optionsOf } from '../values.js';

/** What is put into a collection that a module exports, other code may take out and close. */
export function exposeCollections(module: SourceModule): void {
  for (const shared of plainParts(module.exports, plainParts(wholeOf(module)))) shared.exposed = true;
}

/** A value and the plain objects and collections in it; an instance keeps its fields to itself. */
function plainParts(value: Value, found = new Set<Obj>()): Set<Obj> {
  for (const option of optionsOf(value)) {
    if (option.kind !== 'object' || !isPlain(option) || found.has(option)) continue;
    found.add(option);
    for (const field of option.fields.values()) plainParts(field, found);
  }
  return found;
}

function isPlain({ shape, proto }: Obj): boolean {
  return proto === undefined && shape !== 'class';
}
