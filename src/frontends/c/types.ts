import { child, textOf, type Syntax } from './syntax.js';

/** What is known of a variable's, field's or result's type. */
export interface TypeRef {
  /** The record's or type's name without `struct`, namespace and template arguments: `conn`, `unique_ptr`. */
  readonly name: string;
  /** The text of the template arguments, for smart pointers: `Socket, Closer`. */
  readonly args?: string;
  readonly pointer: boolean;
  /** A pointer to a pointer. */
  readonly double?: boolean;
  readonly reference: boolean;
  readonly array: boolean;
}

/** A declarator taken apart: `*(*f)[3]` and the like are understood as far as the name. */
export interface Declared {
  readonly name: string;
  /** The smallest node that is the name. */
  readonly node: Syntax;
  readonly pointer: boolean;
  readonly double: boolean;
  readonly reference: boolean;
  readonly array: boolean;
  /** The innermost function declarator, when the name is a function's. */
  readonly callable: Syntax | undefined;
  /** `Socket::get` has the scope `Socket`. */
  readonly scope: string | undefined;
}

const NAMES = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'destructor_name',
  'operator_name',
  'operator_cast',
  'namespace_identifier',
  'statement_identifier',
]);

export function declared(declarator: Syntax): Declared | undefined {
  const found = { pointer: false, double: false, reference: false, array: false };
  let callable: Syntax | undefined;
  let scope: string | undefined;
  let node: Syntax | undefined = declarator;
  while (node && !NAMES.has(node.type)) {
    if (node.type === 'pointer_declarator') {
      found.double = found.pointer;
      found.pointer = true;
    }
    if (node.type === 'reference_declarator') found.reference = true;
    if (node.type === 'array_declarator') found.array = true;
    if (node.type === 'function_declarator') callable = node;
    if (node.type === 'qualified_identifier') scope = lastName(child(node, 'scope')) ?? scope;
    node = inner(node);
  }
  if (!node) return undefined;
  if (node.type === 'operator_cast') callable = node;
  return { ...found, name: nameOf(node), node, callable, scope };
}

function inner(node: Syntax): Syntax | undefined {
  return (
    child(node, 'declarator') ??
    child(node, 'name') ??
    node.kids.findLast((kid) => kid.type.endsWith('declarator') || NAMES.has(kid.type))
  );
}

function nameOf(node: Syntax): string {
  if (node.type === 'operator_cast') return 'operator ()';
  return textOf(node).replaceAll(/\s+/g, '');
}

function lastName(node: Syntax | undefined): string | undefined {
  if (!node) return undefined;
  const name = child(node, 'name');
  return name ? lastName(name) : textOf(node);
}

/** The type a specifier and a declarator give together. */
export function typeRef(
  specifier: Syntax | undefined,
  of: Pick<TypeRef, 'pointer' | 'double' | 'reference' | 'array'>,
): TypeRef {
  const { name, args } = specifier ? named(specifier) : { name: 'int', args: undefined };
  const { pointer, reference, array } = of;
  return {
    name,
    pointer,
    reference,
    array,
    ...(of.double ? { double: true } : {}),
    ...(args === undefined ? {} : { args }),
  };
}

function named(node: Syntax): { name: string; args: string | undefined } {
  const name = child(node, 'name');
  if (node.type === 'template_type' || node.type === 'template_function') {
    const list = child(node, 'arguments');
    return { name: name ? textOf(name) : '', args: list ? textOf(list).slice(1, -1) : '' };
  }
  if (node.type === 'qualified_identifier' && name) return named(name);
  if (name && node.type.endsWith('_specifier')) return named(name);
  if (node.type === 'dependent_type')
    return node.kids.length > 0 ? named(node.kids.at(-1) ?? node) : { name: '', args: undefined };
  return { name: textOf(node), args: undefined };
}

const ARITHMETIC =
  /^(?:const|volatile|unsigned|signed|int|long|short|char|bool|_Bool|float|double|void|auto|size_t|ssize_t|off_t|pid_t|time_t|socklen_t|SOCKET|\w*sock(?:et)?_t|\w*fd_t|u?int\d*_t|u?intptr_t|std::|[ ])+$/;

/** True for numbers and characters: nothing that has members. */
export function isArithmetic(type: TypeRef): boolean {
  return ARITHMETIC.test(type.name);
}

const CONTAINER =
  /^(?:vector|list|forward_list|deque|array|queue|stack|priority_queue|set|multiset|unordered_set|map|multimap|unordered_map)$/;

/** An element of it is a pair: its key is `first` ([associative.reqmts]). */
export function isMap(type: string | undefined): boolean {
  return type === 'map' || type === 'multimap' || type === 'unordered_map';
}

/** A container of the C++ library ([containers]). */
export function isContainer(type: string | undefined): boolean {
  return type !== undefined && CONTAINER.test(type);
}

/** The type of a container's elements (of a map, its values), or of what a smart pointer points to; else the type itself. */
export function elementOf({ name, args }: Pick<TypeRef, 'name' | 'args'>): string {
  if (args === undefined || !(CONTAINER.test(name) || /^(?:unique|shared)_ptr$/.test(name))) return name;
  const inner = /^(?:.*map)$/.test(name) ? args.slice(args.indexOf(',') + 1) : args.replace(/,.*$/, '');
  return inner.replace(/\b(?:const|struct|class)\b|\b\w+::|[&*:\s]|<.*>/g, '');
}
