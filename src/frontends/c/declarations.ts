import type { Macro, Macros } from './macros.js';
import { takes, type FunctionEntry, type Outline, type RecordInfo } from './outline.js';
import type { TypeRef } from './types.js';
import { hashOf } from './words.js';

/** One file as far as its declarations go. */
export interface Declaring {
  readonly outline: Outline;
  readonly macros: Macros;
  /** The hashes of its words; what does not mention a name says nothing of it, and most headers are never read for that. */
  readonly words: ReadonlySet<number>;
}

/** What the names in a file mean: its own declarations first, then those of the headers it includes. */
export class Declarations {
  private readonly macros = new Map<string, Macro | undefined>();
  private readonly enumerators = new Map<string, number | undefined>();
  private readonly globals = new Map<string, TypeRef | undefined>();
  private readonly records = new Map<string, RecordInfo | undefined>();
  private readonly typedefs = new Map<string, TypeRef | undefined>();
  /** By name and number of arguments. */
  private readonly signatures = new Map<string, Signature | undefined>();
  private readonly bodies = new Map<string, FunctionEntry[]>();
  private readonly defined = new Map<string, true | undefined>();

  constructor(
    private readonly own: Declaring,
    private readonly included: readonly Declaring[],
  ) {}

  get functions(): readonly FunctionEntry[] {
    return this.own.outline.functions;
  }

  /** The functions of this file that have a name. */
  named(name: string): readonly FunctionEntry[] {
    return functionsNamed(this.own.outline, name);
  }

  macro(name: string): Macro | undefined {
    return this.first(this.macros, name, ({ macros }) => macros.get(name));
  }

  enumerator(name: string): number | undefined {
    return this.said(this.enumerators, name, ({ outline }) => outline.enumerators.get(name));
  }

  global(name: string): TypeRef | undefined {
    return this.said(this.globals, name, ({ outline }) => outline.globals.get(name));
  }

  /** The record a type stands for, through typedefs. */
  record(type: string | undefined): RecordInfo | undefined {
    let name = type;
    for (let depth = 0; name !== undefined && depth < 5; depth++) {
      const wanted: string = name;
      const record = this.said(this.records, wanted, ({ outline }) => outline.records.get(wanted));
      if (record) return record;
      name = this.typedef(wanted)?.name;
    }
    return undefined;
  }

  /** The type without typedefs: `conn_t` is `conn`, and a pointer when the typedef says so. */
  resolve(type: TypeRef): TypeRef {
    let resolved = type;
    for (let depth = 0; depth < 5; depth++) {
      const { name } = resolved;
      const target = this.typedef(name);
      if (!target || target.name === name) return resolved;
      resolved = {
        ...target,
        pointer: target.pointer || resolved.pointer,
        array: target.array || resolved.array,
        reference: resolved.reference,
      };
    }
    return resolved;
  }

  private typedef(name: string): TypeRef | undefined {
    return this.said(this.typedefs, name, ({ outline }) => outline.typedefs.get(name));
  }

  /** The records that derive from another, directly or not, as far as they are in sight. */
  derived(base: string, depth = 0): RecordInfo[] {
    if (depth > 4) return [];
    const files = [this.own, ...this.mentioning(base)];
    const all = files.flatMap(({ outline }) => [...outline.records.values()]);
    const direct = all.filter(({ bases }) => bases.includes(base));
    return direct.flatMap((record) => [record, ...this.derived(record.name, depth + 1)]);
  }

  field(record: RecordInfo | undefined, name: string, depth = 0): TypeRef | undefined {
    if (!record || depth > 5) return undefined;
    const own = record.fields.get(name)?.type;
    if (own) return own;
    for (const base of record.bases) {
      const found = this.field(this.record(base), name, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  /** The class of the hierarchy that declares a method, nearest first. */
  methodOwner(type: string | undefined, method: string, depth = 0): RecordInfo | undefined {
    const record = this.record(type);
    if (!record || depth > 5 || record.methods.has(method))
      return record?.methods.has(method) ? record : undefined;
    for (const base of record.bases) {
      const found = this.methodOwner(base, method, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  /** The parameters of a function as some declaration in sight gives them. */
  signature(name: string, arity: number): Signature | undefined {
    return this.said(this.signatures, `${name}/${arity}`, ({ outline }) => {
      const defined = functionsNamed(outline, name).find((entry) => takes(entry, arity));
      if (defined) return defined;
      const prototype = outline.prototypes.get(name);
      return prototype && takes(prototype, arity) ? prototype : undefined;
    });
  }

  /** The functions with a body in sight that a call of this name and number of arguments may mean. */
  definitions(name: string, arity: number): FunctionEntry[] {
    const key = `${name}/${arity}`;
    const known = this.bodies.get(key) ?? this.meant(name, arity);
    this.bodies.set(key, known);
    return known;
  }

  private meant(name: string, arity: number): FunctionEntry[] {
    const own = this.fitting(this.own, name, arity);
    return own.length > 0 ? own : this.mentioning(name).flatMap((file) => this.fitting(file, name, arity));
  }

  private mentioning(name: string): Declaring[] {
    const word = hashOf(name);
    return this.included.filter(({ words }) => words.has(word));
  }

  /** A function of this file or its headers has this name. */
  isDefined(name: string): boolean {
    const isIn = ({ outline }: Declaring) => (functionsNamed(outline, name).length > 0 ? true : undefined);
    return this.said(this.defined, name, isIn) ?? false;
  }

  private fitting({ outline }: Declaring, name: string, arity: number): FunctionEntry[] {
    return functionsNamed(outline, name).filter((entry) => takes(entry, arity));
  }

  /** The same of what is read from syntax: only files that mention the name that a key begins with are asked. */
  private said<T>(
    known: Map<string, T | undefined>,
    key: string,
    look: (file: Declaring) => T | undefined,
  ): T | undefined {
    const word = hashOf(key);
    return this.first(known, key, (file) =>
      file === this.own || file.words.has(word) ? look(file) : undefined,
    );
  }

  /** What the first file says that says anything; asked again and again while functions are lowered. */
  private first<T>(
    known: Map<string, T | undefined>,
    key: string,
    look: (file: Declaring) => T | undefined,
  ): T | undefined {
    if (known.has(key)) return known.get(key);
    const found = look(this.own) ?? firstIn(this.included, look);
    known.set(key, found);
    return found;
  }
}

type Signature = Pick<FunctionEntry, 'params' | 'returns'>;

function firstIn<T>(files: readonly Declaring[], look: (file: Declaring) => T | undefined): T | undefined {
  for (const file of files) {
    const found = look(file);
    if (found !== undefined) return found;
  }
  return undefined;
}

const byName = new WeakMap<Outline, Map<string, FunctionEntry[]>>();
const NONE: readonly FunctionEntry[] = [];

function functionsNamed(outline: Outline, name: string): readonly FunctionEntry[] {
  const known = byName.get(outline);
  if (known) return known.get(name) ?? NONE;
  const index = new Map<string, FunctionEntry[]>();
  for (const entry of outline.functions) {
    const same = index.get(entry.name);
    if (same) same.push(entry);
    else index.set(entry.name, [entry]);
  }
  byName.set(outline, index);
  return index.get(name) ?? NONE;
}
