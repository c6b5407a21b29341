import type { Graph, Place } from '../../../lifecycle/ir.js';
import type { FunctionEntry } from '../outline.js';
import { child, textOf, type Syntax } from '../syntax.js';
import { isArithmetic, type TypeRef } from '../types.js';
import { Frame, type Surroundings } from './frame.js';
import { isBroken } from './heads.js';
import { fieldInitializers } from './inline.js';
import { destroy, isObject, presetFields } from './objects.js';
import { endOf, lowerAll } from './statements.js';

/** Lowers a function to its graph. What could not be parsed makes the graph unsure. */
export function lowerFunction(entry: FunctionEntry, around: Surroundings): Graph {
  const syntax = entry.syntax();
  const params: Place[] = [];
  const f = new Frame(entry, around, params);
  const body = child(syntax, 'body');
  f.scopes.push({ names: new Map(), cleanups: [], drops: [], node: undefined });
  for (const param of entry.params) {
    const { place } = f.declare(param.name ?? '@', param.type);
    params.push(place);
    if (param.name !== undefined && param.type.reference && isArithmetic(param.type))
      f.bind(param.name, { place: `${place}.*`, type: param.type });
    if (around.cplusplus) endParameter(f, place, param.type);
  }
  if (isBroken(syntax)) f.builder.sure = false;
  if (body) findLabels(f, body, []);
  initializeMembers(f, entry, syntax);
  const at = endOf(syntax);
  f.scopes.push({ names: new Map(), cleanups: [], drops: [], node: body });
  lowerAll(f, body?.kids ?? []);
  if (f.builder.reachable) f.leave(undefined, at);
  f.finishPads(at);
  return { ...f.builder.finish(), types: f.types, ...(f.self === undefined ? {} : { self: f.self }) };
}

/** An object passed by value is the function's own and ends with it ([expr.call]). */
function endParameter(f: Frame, place: Place, type: TypeRef): void {
  const record = isObject(f, type) ? f.declarations.record(type.name) : undefined;
  if (record)
    f.atScopeEnd((at) => {
      destroy(f, place, record.name, at);
    }, place);
}

function initializeMembers(f: Frame, entry: FunctionEntry, syntax: Syntax): void {
  if (f.self === undefined || entry.owner === undefined || entry.name !== `${entry.owner}::${entry.owner}`)
    return;
  if (f.record) presetFields(f, f.record, f.self, entry.nameSpan);
  fieldInitializers(f, syntax, f.self);
}

/** Makes the labels known before the first `goto`, each with the blocks around it. */
function findLabels(f: Frame, node: Syntax, around: readonly Syntax[]): void {
  if (node.type === 'labeled_statement') {
    const name = child(node, 'label');
    if (name) f.labels.set(textOf(name), { label: f.builder.label(), around: new Set(around) });
  }
  const inner = node.type === 'compound_statement' ? [...around, node] : around;
  for (const kid of node.kids) if (kid.kids.length > 0) findLabels(f, kid, inner);
}
