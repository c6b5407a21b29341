import type { Node } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';
import type { Skeleton } from './skeleton.js';
import { remembered } from './recent-syntax.js';
import { child, children, spanOf, syntaxOf, textOf, type Code, type Syntax } from './syntax.js';
import { declared, typeRef, type Declared, type TypeRef } from './types.js';

/** A function with a body. */
export interface FunctionEntry {
  /** Unique in the file: the full name and the number of parameters, with a running number for further ones. */
  readonly id: string;
  /** `serve`, `Socket::~Socket`. */
  readonly name: string;
  /** The class it is a member of. */
  readonly owner: string | undefined;
  readonly params: readonly ParamInfo[];
  readonly isStatic: boolean;
  readonly isVirtual: boolean;
  readonly returns: TypeRef;
  readonly span: Span;
  /** Where the name stands. */
  readonly nameSpan: Span;
  readonly text: string;
  /** The text before the body: what callers see of it. */
  readonly head: string;
  /** The whole definition. */
  syntax(): Syntax;
}

export interface ParamInfo {
  readonly name: string | undefined;
  readonly type: TypeRef;
  readonly optional: boolean;
  /** `...`: any number of arguments. */
  readonly isRest: boolean;
}

export interface Field {
  readonly type: TypeRef;
  /** `int fd_ = -1;` */
  readonly initial: Syntax | undefined;
}

/** A struct, union or class. */
export interface RecordInfo {
  readonly name: string;
  readonly fields: Map<string, Field>;
  readonly bases: string[];
  /** Member functions by name, declared or defined here. */
  readonly methods: Set<string>;
  readonly virtualMethods: Set<string>;
}

/** What a file declares at its top level, in namespaces and in classes. */
export interface Outline {
  readonly functions: FunctionEntry[];
  readonly records: Map<string, RecordInfo>;
  /** `typedef struct conn conn_t;` maps `conn_t` to `conn`. */
  readonly typedefs: Map<string, TypeRef>;
  readonly globals: Map<string, TypeRef>;
  readonly enumerators: Map<string, number>;
  /** Functions that are only declared here, and never come back: `_Noreturn`, `noreturn`. */
  readonly prototypes: Map<string, { readonly params: readonly ParamInfo[]; readonly returns: TypeRef }>;
}

/** What an empty file says. */
export function emptyOutline(): Outline {
  return {
    functions: [],
    records: new Map(),
    typedefs: new Map(),
    globals: new Map(),
    enumerators: new Map(),
    prototypes: new Map(),
  };
}

/** An entry of the outline before, of the same text, that stands at a place now. */
export type Staying = (span: Span) => FunctionEntry | undefined;

/** Reads the text of one function, which stands at an offset. */
export type Parse = (text: string, start: number) => Syntax;

/**
 * Reads what the top level of a file says; functions are parsed, each by itself, only when asked for.
 * @param root of the skeleton of `code`.
 * @param staying functions outside of classes that need not be read again.
 */
export function outlineOf(
  root: Node,
  code: Code,
  skeleton: Skeleton,
  parse: Parse,
  staying: Staying = () => undefined,
): Outline {
  return new OutlineReader(code, skeleton, parse, staying).read(root);
}

const CONTAINERS = new Set([
  'translation_unit',
  'declaration_list',
  'namespace_definition',
  'linkage_specification',
  'template_declaration',
  'preproc_if',
  'preproc_ifdef',
  'preproc_else',
  'preproc_elif',
  'preproc_elifdef',
  'field_declaration_list',
  'ERROR',
]);

const RECORDS = new Set(['struct_specifier', 'class_specifier', 'union_specifier']);

class OutlineReader {
  private readonly ids = new Map<string, number>();
  private readonly out = emptyOutline();

  constructor(
    private readonly code: Code,
    private readonly skeleton: Skeleton,
    private readonly parse: Parse,
    private readonly staying: Staying,
  ) {}

  read(root: Node): Outline {
    this.container(root, undefined);
    return this.out;
  }

  private container(node: Node, owner: RecordInfo | undefined): void {
    for (const kid of node.namedChildren) this.item(kid, owner);
  }

  private item(node: Node, owner: RecordInfo | undefined): void {
    const { type } = node;
    if (CONTAINERS.has(type)) this.container(node, owner);
    else if (type === 'function_definition') this.definition(node, owner);
    else if (type === 'field_declaration' || type === 'declaration') this.declaration(node, owner);
    else if (type === 'type_definition') this.typedef(node);
    else if (RECORDS.has(type)) this.record(node);
    else if (type === 'enum_specifier') this.enumeration(this.copy(node));
  }

  private definition(node: Node, owner: RecordInfo | undefined): void {
    const known = owner ? undefined : this.staying(this.placed(node));
    if (known) this.out.functions.push({ ...known, id: this.unique(`${known.name}/${known.params.length}`) });
    else this.newDefinition(node, owner);
  }

  private newDefinition(node: Node, owner: RecordInfo | undefined): void {
    const declarator = node.childForFieldName('declarator');
    const body = node.childForFieldName('body');
    if (!declarator || body?.type !== 'compound_statement') return;
    const name = declared(this.copy(declarator));
    if (!name?.callable) return;
    const head = this.code.text.slice(this.placed(node).start, name.node.start);
    const scope = owner?.name ?? name.scope;
    const virtual = /\bvirtual\b/.test(head) || /\b(?:override|final)\b/.test(declarator.text);
    if (owner) remember(owner, name.name, virtual);
    this.out.functions.push(this.entry(node, name, scope, this.placed(body).start, virtual));
  }

  private entry(
    node: Node,
    name: Declared,
    owner: string | undefined,
    bodyStart: number,
    isVirtual: boolean,
  ): FunctionEntry {
    const params = name.callable ? paramsOf(name.callable) : [];
    const full = owner === undefined ? name.name : `${owner}::${name.name}`;
    const { code, parse } = this;
    const span = this.placed(node);
    const text = code.text.slice(span.start, span.end);
    const head = code.text.slice(span.start, bodyStart);
    const specifier = node.childForFieldName('type');
    return {
      id: this.unique(`${full}/${params.length}`),
      name: full,
      owner,
      params,
      isStatic: /\bstatic\b/.test(head.slice(0, name.node.start - span.start)),
      isVirtual,
      returns: typeRef(specifier ? this.copy(specifier) : undefined, name),
      span,
      nameSpan: spanOf(name.node),
      text,
      head,
      syntax: remembered(text.length, () => parse(text, span.start)),
    };
  }

  private unique(id: string): string {
    const count = (this.ids.get(id) ?? 0) + 1;
    this.ids.set(id, count);
    return count === 1 ? id : `${id}~${count}`;
  }

  /** @param of what the record is the type of: by that a record without a name is known. */
  private record(node: Node, of?: Node | null): string | undefined {
    const name = node.childForFieldName('name');
    const body = node.childForFieldName('body');
    if (!body) return name?.text;
    const record = newRecord(name ? recordName(name) : this.anonymous(node, of));
    const bases = node.namedChildren.find((kid) => kid.type === 'base_class_clause');
    if (bases) record.bases.push(...baseNames(this.copy(bases)));
    this.out.records.set(record.name, record);
    this.container(body, record);
    return record.name;
  }

  /** A name that only this text has, with a word of it to be found by. */
  private anonymous(node: Node, of: Node | null | undefined): string {
    const name = of ? declared(this.copy(of))?.name : undefined;
    return `@${name ?? ''}@${node.startIndex}`;
  }

  /** A declaration: variables and prototypes at the top level, fields and methods in a class; the type may be defined in passing. */
  private declaration(node: Node, owner: RecordInfo | undefined): void {
    const specifier = node.childForFieldName('type');
    const isRecord = specifier !== null && RECORDS.has(specifier.type);
    const inline = isRecord ? this.record(specifier, node.childForFieldName('declarator')) : undefined;
    if (specifier?.type === 'enum_specifier') this.enumeration(this.copy(specifier));
    const isHeavy =
      inline !== undefined && specifier !== null && specifier.childForFieldName('body') !== null;
    const syntax = isHeavy ? this.withoutBody(node, specifier) : this.copy(node);
    const virtual = /^\s*virtual\b/.test(textOf(syntax));
    for (const declarator of children(syntax, 'declarator')) {
      const name = declared(declarator);
      if (!name) continue;
      const base = typeRef(child(syntax, 'type'), name);
      const type = inline === undefined ? base : { ...base, name: inline };
      this.declare(name, type, declarator, syntax, owner, virtual);
    }
  }

  private declare(
    name: Declared,
    type: TypeRef,
    declarator: Syntax,
    declaration: Syntax,
    owner: RecordInfo | undefined,
    virtual: boolean,
  ): void {
    const initial = child(declaration, 'default_value') ?? child(declarator, 'value');
    if (name.callable && !isFunctionPointer(name.callable)) {
      if (owner) remember(owner, name.name, virtual);
      else this.out.prototypes.set(name.name, { params: paramsOf(name.callable), returns: type });
    } else if (owner) owner.fields.set(name.name, { type, initial });
    else this.out.globals.set(name.name, type);
  }

  private typedef(node: Node): void {
    const specifier = node.childForFieldName('type');
    const isRecord = specifier !== null && RECORDS.has(specifier.type);
    const record = isRecord ? this.record(specifier, node.childForFieldName('declarator')) : undefined;
    if (specifier?.type === 'enum_specifier') this.enumeration(this.copy(specifier));
    for (const declarator of node.childrenForFieldName('declarator')) {
      const name = declared(this.copy(declarator));
      if (!name || name.callable) continue;
      const type = typeRef(specifier ? this.copy(specifier) : undefined, name);
      this.out.typedefs.set(name.name, record === undefined ? type : { ...type, name: record });
    }
  }

  private enumeration(node: Syntax): void {
    let next = 0;
    for (const item of child(node, 'body')?.kids ?? []) {
      const name = child(item, 'name');
      if (item.type !== 'enumerator' || !name) continue;
      const value = child(item, 'value');
      next = value ? Number(textOf(value).replace(/[uUlL]+$/, '')) : next;
      this.out.enumerators.set(textOf(name), next);
      next++;
    }
  }

  /** A declaration whose type defines a large class: only the declarators are copied. */
  private withoutBody(node: Node, specifier: Node): Syntax {
    const { code } = this;
    const kids = node.namedChildren.flatMap((kid, i) =>
      kid.id === specifier.id
        ? []
        : [{ ...this.copy(kid), field: node.fieldNameForNamedChild(i) ?? undefined }],
    );
    const [start, end] = [this.placed(specifier).end, this.placed(node).end];
    return { type: node.type, field: undefined, start, end, code, kids };
  }

  private copy(node: Node): Syntax {
    return syntaxOf(node, this.code, (offset) => this.skeleton.place(offset));
  }

  private placed({ startIndex, endIndex }: Node): Span {
    return { start: this.skeleton.place(startIndex), end: this.skeleton.place(endIndex - 1) + 1 };
  }
}

export function newRecord(name: string): RecordInfo {
  return { name, fields: new Map(), bases: [], methods: new Set(), virtualMethods: new Set() };
}

function remember(owner: RecordInfo, method: string, virtual: boolean): void {
  owner.methods.add(method);
  if (virtual) owner.virtualMethods.add(method);
}

function recordName(name: Node): string {
  const inner = name.childForFieldName('name');
  return inner ? recordName(inner) : name.text;
}

function baseNames(clause: Syntax): string[] {
  return clause.kids
    .filter((kid) => /^(type_identifier|template_type|qualified_identifier)$/.test(kid.type))
    .map((kid) => typeRef(kid, { pointer: false, reference: false, array: false }).name);
}

/** `int (*f)(void)` is a variable. */
function isFunctionPointer(callable: Syntax): boolean {
  return child(callable, 'declarator')?.type === 'parenthesized_declarator';
}

/** Whether a function can be called with so many arguments. */
export function takes({ params }: Pick<FunctionEntry, 'params'>, arity: number): boolean {
  if (arity > params.length) return params.at(-1)?.isRest === true;
  return params.slice(arity).every(({ optional }) => optional);
}

export function paramsOf(callable: Syntax): ParamInfo[] {
  const list = child(callable, 'parameters');
  const infos: ParamInfo[] = [];
  for (const param of list?.kids ?? []) {
    const isRest = /^(variadic_parameter.*|\.\.\.)$/.test(param.type);
    if (!isRest && !/^(optional_)?parameter_declaration$/.test(param.type)) continue;
    const declarator = child(param, 'declarator');
    const name = declarator ? declared(declarator) : undefined;
    const shape = name ?? abstractShape(declarator);
    const type = typeRef(child(param, 'type'), shape);
    if (type.name === 'void' && !type.pointer && !name) continue;
    const optional = isRest || param.type === 'optional_parameter_declaration';
    infos.push({ name: name?.name, type, optional, isRest });
  }
  return infos;
}

function abstractShape(declarator: Syntax | undefined): Pick<TypeRef, 'pointer' | 'reference' | 'array'> {
  const type = declarator?.type ?? '';
  return {
    pointer: type.includes('pointer'),
    reference: type.includes('reference'),
    array: type.includes('array'),
  };
}
