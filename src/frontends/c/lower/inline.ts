import type { Span } from '../../../shared/span.js';
import type { Place } from '../../../lifecycle/ir.js';
import type { FunctionEntry } from '../outline.js';
import { child, textOf, type Syntax } from '../syntax.js';
import { declared, type TypeRef } from '../types.js';
import { evaluateInto, store } from './expressions.js';
import type { Closure, Frame } from './frame.js';
import { construct, isObject } from './objects.js';
import { lowerStatement } from './statements.js';
import type { Value } from './value.js';

const DEEPEST = 6;

/** Lowers a method's body where it is called: for objects that hold a lambda, whose captures only make sense here. */
export function inlineBody(
  f: Frame,
  entry: FunctionEntry,
  self: Place,
  values: readonly Value[],
  at: Span,
): void {
  const syntax = entry.syntax();
  const body = child(syntax, 'body');
  if (!body || f.inlining > DEEPEST) return;
  f.within([], { self, record: f.declarations.record(entry.owner) }, () => {
    entry.params.forEach((param, i) => {
      if (param.name === undefined) return;
      const value = values[i] ?? {};
      const variable = f.declare(param.name, param.type);
      store(f, variable.place, value, at);
    });
    fieldInitializers(f, syntax, self);
    lowerStatement(f, body);
  });
}

/** Runs a lambda that was made in this function. */
export function runClosure(
  f: Frame,
  { node, scopes, self, record }: Closure,
  values: readonly Value[],
  at: Span,
): void {
  const body = child(node, 'body');
  if (!body || f.inlining > DEEPEST) return;
  const names = lambdaParams(node);
  f.within(scopes, { self, record }, () => {
    names.forEach((name, i) => {
      const variable = f.declare(name, { name: 'auto', pointer: false, reference: false, array: false });
      store(f, variable.place, values[i] ?? {}, at);
    });
    lowerStatement(f, body);
  });
}

function lambdaParams(node: Syntax): string[] {
  const declarator = child(node, 'declarator');
  const list = declarator && child(declarator, 'parameters');
  return (list?.kids ?? []).flatMap((param) => {
    const name = child(param, 'declarator');
    return name ? [declared(name)?.name ?? ''] : [];
  });
}

/** `: fd_(fd), name_{n}`; a member that is an object is made by its own constructor. */
export function fieldInitializers(f: Frame, definition: Syntax, self: Place): void {
  const list = definition.kids.find((kid) => kid.type === 'field_initializer_list');
  for (const item of list?.kids ?? []) {
    const [name, given] = item.kids;
    if (item.type !== 'field_initializer' || !name || !given) continue;
    initializeField(
      f,
      `${self}.${textOf(name)}`,
      f.declarations.field(f.record, textOf(name)),
      name,
      given.kids,
    );
  }
}

function initializeField(
  f: Frame,
  place: Place,
  type: TypeRef | undefined,
  name: Syntax,
  args: readonly Syntax[],
): void {
  const at = { start: name.start, end: name.end };
  const [only, ...more] = args;
  if (type && isObject(f, type) && f.declarations.record(type.name)) construct(f, place, type.name, args, at);
  else if (only && more.length === 0) evaluateInto(f, only, place, at);
}
