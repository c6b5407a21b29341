import type { Place } from '../../../lifecycle/ir.js';
import { addressOf } from '../../../lifecycle/ir.js';
import { child, children, spanOf, textOf, type Syntax } from '../syntax.js';
import { declared, typeRef, type Declared, type TypeRef } from '../types.js';
import { bindParts, structuredBinding } from './bindings.js';
import { evaluate, evaluateInto, isErrno, store } from './expressions.js';
import { elementType } from './calls.js';
import type { Frame } from './frame.js';
import { initialize } from './initializers.js';
import { construct, destroy, isObject } from './objects.js';
import type { Value } from './value.js';

/** Lowers the declaration of variables; `given` is the value of a range-for variable. Returns the last one's place. */
export function lowerDeclaration(f: Frame, node: Syntax, given?: Value): Place | undefined {
  const specifier = child(node, 'type');
  const storage = node.kids.filter((kid) => kid.type === 'storage_class_specifier').map(textOf);
  let last: Place | undefined;
  for (const declarator of children(node, 'declarator')) {
    const binding = f.around.cplusplus ? structuredBinding(declarator) : undefined;
    if (binding) {
      bindParts(f, binding, given, child(declarator, 'value'));
      continue;
    }
    const name = declared(declarator);
    if (!name || (name.callable && isPrototype(f, declarator))) continue;
    last = variable(f, node, declarator, name, typeOf(f, specifier, name, declarator), storage, given);
  }
  return last;
}

/** `int next(int);` declares; `Socket s(fd);` reads the same, but makes an object when `fd` is a variable. */
function isPrototype(f: Frame, declarator: Syntax): boolean {
  if (declarator.type !== 'function_declarator' || child(declarator, 'declarator')?.type !== 'identifier')
    return false;
  return !f.around.cplusplus || madeFrom(f, declarator).length === 0;
}

/** The variables in the parentheses, or none when there is anything else. */
function madeFrom(f: Frame, declarator: Syntax): readonly Syntax[] {
  const params = child(declarator, 'parameters')?.kids ?? [];
  const names = params.flatMap((param) => {
    const type = child(param, 'type');
    const isName = type?.type === 'type_identifier' && child(param, 'declarator') === undefined;
    return isName && f.lookup(textOf(type)) ? [{ ...type, type: 'identifier' }] : [];
  });
  return names.length === params.length ? names : [];
}

function typeOf(f: Frame, specifier: Syntax | undefined, name: Declared, declarator: Syntax): TypeRef {
  const type = typeRef(specifier, name);
  if (specifier?.type !== 'placeholder_type_specifier') return type;
  const value = child(declarator, 'value');
  return (value && made(f, value)) ?? { ...type, name: 'auto' };
}

/** The type `auto` stands for, where the value says it. */
function made(f: Frame, value: Syntax): TypeRef | undefined {
  if (value.type === 'new_expression') {
    const type = child(value, 'type');
    return type && typeRef(type, { pointer: true, reference: false, array: false });
  }
  if (value.type !== 'call_expression') return undefined;
  const callee = child(value, 'function');
  const name = callee ? textOf(callee) : '';
  const record = f.declarations.record(name);
  if (record) return { name: record.name, pointer: false, reference: false, array: false };
  return f.declarations.signature(name, child(value, 'arguments')?.kids.length ?? 0)?.returns;
}

function variable(
  f: Frame,
  declaration: Syntax,
  declarator: Syntax,
  name: Declared,
  type: TypeRef,
  storage: readonly string[],
  given: Value | undefined,
): Place {
  // In the head of an `if` or `while` the value is the declaration's own.
  const value = child(declarator, 'value') ?? child(declaration, 'value');
  const isStatic = storage.includes('static') || storage.includes('extern');
  const at = spanOf(name.node);
  if (isStatic) return f.declare(name.name, type, true).place;
  if (f.around.cplusplus && isObject(f, type) && !given) return object(f, name, type, declarator, value);
  const inferred = type.name === 'auto' && value && !given ? evaluate(f, value) : undefined;
  const declaredVariable = f.declare(name.name, inferred?.type ?? rangeType(type, given));
  const { place } = declaredVariable;
  if (given) store(f, place, elementOf(given), at);
  else if (inferred) store(f, place, inferred, at);
  else if (value) initial(f, place, type, value, at);
  if (value && isErrno(value)) declaredVariable.errno = true;
  cleanup(f, declaration, place);
  if (!type.reference) f.dropAtEnd(place);
  return place;
}

/** `for (auto &p : handlers)` */
function rangeType(type: TypeRef, range: Value | undefined): TypeRef {
  const element = type.name === 'auto' && range?.type ? elementType(range.type) : undefined;
  return element ? { ...element, reference: type.reference } : type;
}

function elementOf(range: Value): Value {
  return range.place === undefined ? {} : { place: `${range.place}[]` };
}

function initial(
  f: Frame,
  place: Place,
  type: TypeRef,
  value: Syntax,
  at: { start: number; end: number },
): void {
  if (value.type === 'initializer_list') initialize(f, place, f.declarations.resolve(type).name, value);
  else if (type.array) evaluate(f, value);
  else evaluateInto(f, value, place, at);
}

/** The function of a cleanup attribute gets the variable's address when its scope is left. */
function cleanup(f: Frame, declaration: Syntax, place: Place): void {
  const name = f.cleanupFor(declaration);
  if (name === undefined) return;
  f.atScopeEnd((at) => {
    f.emit({ op: 'call', callee: { name, arity: 1 }, args: [addressOf(place)], at });
  });
}

function object(
  f: Frame,
  name: Declared,
  type: TypeRef,
  declarator: Syntax,
  value: Syntax | undefined,
): Place {
  const { place } = f.declare(name.name, type);
  const at = spanOf(name.node);
  const resolved = f.declarations.resolve(type).name;
  const isList = value?.type === 'argument_list' || value?.type === 'initializer_list';
  if (!value || isList) construct(f, place, resolved, value?.kids ?? madeFrom(f, declarator), at);
  else evaluateInto(f, value, place, at);
  if (!f.declarations.record(resolved)) return place;
  f.atScopeEnd((end) => {
    destroy(f, place, resolved, end);
  }, place);
  f.dropAtEnd(place);
  return place;
}
