import type { Span } from '../../../shared/span.js';
import { GraphBuilder } from '../../../lifecycle/graph-builder.js';
import { isGlobal, rootOf, type BlockId, type GraphId, type Op, type Place } from '../../../lifecycle/ir.js';
import type { Callbacks } from '../callbacks.js';
import type { Declarations } from '../declarations.js';
import type { FunctionEntry, RecordInfo } from '../outline.js';
import { textOf, visit, type Syntax } from '../syntax.js';
import { elementOf, type TypeRef } from '../types.js';

/** A name that is in scope. */
export interface Variable {
  readonly place: Place;
  readonly type: TypeRef;
  /** Holds a copy of errno. */
  errno?: boolean;
}

/** What happens to a variable when its scope is left, on every way out. */
export interface Cleanup {
  readonly run: (at: Span) => void;
  /** The object it ends; a returned object lives on. */
  readonly place?: Place;
}

export interface Scope {
  readonly names: Map<string, Variable>;
  readonly cleanups: Cleanup[];
  /** Variables whose storage ends with the scope. */
  readonly drops: Place[];
  readonly node: Syntax | undefined;
}

/** A lambda with the names that meant something where it was written. */
export interface Closure {
  readonly node: Syntax;
  readonly scopes: readonly Scope[];
  readonly self: Place | undefined;
  readonly record: RecordInfo | undefined;
}

/** Where `break` or `continue` goes, and how many scopes stay. */
interface Jump {
  readonly label: BlockId;
  readonly depth: number;
}

interface Pad {
  readonly label: BlockId;
  readonly scopes: readonly Scope[];
  readonly cleanups: readonly Cleanup[];
  readonly target: BlockId | undefined;
}

/** What the lowering of one file needs besides its declarations. */
export interface Surroundings {
  readonly declarations: Declarations;
  /** A macro's text as syntax, standing at the use; undefined when it does not parse as statements. */
  readonly snippet: (text: string, use: Span) => Syntax | undefined;
  /** `__attribute__((cleanup(f)))` by offset. */
  readonly cleanups: ReadonlyMap<number, string>;
  /** The text the tree was read from. */
  readonly text: string;
  /** Functions of this file that may throw, by name. */
  readonly throwing: ReadonlySet<string>;
  /** What function pointers in fields may stand for. */
  readonly callbacks: Pick<Callbacks, 'of'>;
  readonly cplusplus: boolean;
  readonly path: string;
}

/** The function being lowered: its graph so far, its names, its ways out. */
export class Frame {
  readonly builder: GraphBuilder;
  readonly types = new Map<Place, string>();
  self: Place | undefined;
  record: RecordInfo | undefined;
  scopes: Scope[] = [];
  /** Where `return` goes in a body that is lowered in place of its call. */
  returns: Jump | undefined;
  inlining = 0;
  /** Where the statement behind an `#endif` begins whose head stands before it. */
  headless: BlockId | undefined;
  /** The call whose result nobody looks at. */
  discarded: Syntax | undefined;
  /** Lambdas by the variable or field that holds them. */
  readonly closures = new Map<Place, Closure>();
  /** Objects that hold a lambda: their methods are lowered in place. */
  readonly guards = new Set<Place>();
  /** Objects without a name: they end with the full expression. */
  temporaries: { readonly place: Place; readonly type: string }[] = [];
  readonly breaks: Jump[] = [];
  readonly continues: Jump[] = [];
  readonly handlers: Jump[] = [];
  /** Labels of `goto`, with the nodes around them. */
  readonly labels = new Map<string, { readonly label: BlockId; readonly around: ReadonlySet<Syntax> }>();
  /** The length argument of the read whose count a place holds, as text. */
  readonly lengths = new Map<Place, string>();
  /** The results of string comparisons, with the place of the compared buffer's length. */
  readonly compared = new Map<Place, Place>();
  /** The last known event mask of `struct epoll_event` variables, as text of the expression; undefined = not known. */
  readonly masks = new Map<Place, Syntax | undefined>();
  /** Macros being expanded; a macro never expands inside itself (C11 §6.10.3.4). */
  readonly expanding = new Set<string>();
  private readonly base: number;
  private readonly pads = new Map<string, Pad>();
  /** Declarations that may hold a handle; nothing else is worth dropping. */
  private readonly touched = new Set<Place>();
  private counter = 0;

  constructor(
    readonly entry: Pick<FunctionEntry, 'id' | 'name' | 'owner' | 'isStatic' | 'nameSpan' | 'text'>,
    readonly around: Surroundings,
    readonly params: Place[],
  ) {
    this.base = idBase(entry.id);
    this.builder = new GraphBuilder(graphId(around.path, entry.id), entry.name, entry.nameSpan, params);
    this.record = around.declarations.record(entry.owner);
    this.self =
      this.record || (entry.owner !== undefined && !entry.isStatic) ? this.place('this') : undefined;
    if (this.self && entry.owner !== undefined) this.types.set(this.self, entry.owner);
  }

  get declarations(): Declarations {
    return this.around.declarations;
  }

  /** A place of its own for a name. */
  place(name: string): Place {
    return `${name}#${this.base + ++this.counter}`;
  }

  temp(): Place {
    return this.place('@');
  }

  emit(op: Op): void {
    for (const place of writtenBy(op)) this.touched.add(rootOf(place.replace(/^&/, '')));
    this.builder.emit(op);
  }

  declare(name: string, type: TypeRef, isStatic = false): Variable {
    const place = this.declaredBefore(name, isStatic) ?? this.place(isStatic ? `::${name}` : name);
    const variable: Variable = { place, type };
    this.bind(name, variable);
    return variable;
  }

  /** The same name twice in one scope stands under two branches of an `#if`: no program has both (C11 §6.7). */
  private declaredBefore(name: string, isStatic: boolean): Place | undefined {
    const place = name === '@' ? undefined : this.scopes.at(-1)?.names.get(name)?.place;
    return place?.startsWith(`${isStatic ? '::' : ''}${name}#`) === true ? place : undefined;
  }

  bind(name: string, variable: Variable): void {
    this.scopes.at(-1)?.names.set(name, variable);
    const record = elementOf(this.declarations.resolve(variable.type));
    if (record !== '') this.types.set(variable.place, record);
  }

  lookup(name: string): Variable | undefined {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const found = this.scopes[i]?.names.get(name);
      if (found) return found;
    }
    const field = this.self === undefined ? undefined : this.declarations.field(this.record, name);
    if (this.self !== undefined && field) return { place: `${this.self}.${name}`, type: field };
    const global = this.declarations.global(name);
    if (!global) return undefined;
    const place = `::${name}#0`;
    this.types.set(place, elementOf(this.declarations.resolve(global)));
    return { place, type: global };
  }

  /** Runs `inside` in a scope of its own and leaves it at `end`. */
  scoped(node: Syntax | undefined, end: Span, inside: () => void): void {
    this.scopes.push(newScope(node));
    inside();
    this.unwind(this.scopes.length - 1, end);
    this.scopes.pop();
  }

  /** Lowers a body that stands elsewhere, with other names in sight, in place of its call. */
  within(scopes: readonly Scope[], object: Pick<Closure, 'self' | 'record'>, inside: () => void): void {
    const before = { scopes: this.scopes, self: this.self, record: this.record, returns: this.returns };
    const after = this.builder.label();
    this.scopes = [...scopes, newScope(undefined)];
    this.self = object.self;
    this.record = object.record;
    this.returns = { label: after, depth: this.scopes.length };
    this.inlining++;
    inside();
    this.inlining--;
    Object.assign(this, before);
    this.builder.place(after);
  }

  atScopeEnd(run: Cleanup['run'], place?: Place): void {
    this.scopes.at(-1)?.cleanups.push(place === undefined ? { run } : { run, place });
  }

  dropAtEnd(place: Place): void {
    const drops = this.scopes.at(-1)?.drops;
    if (drops?.includes(place) === false) drops.push(place);
  }

  /** Cleans up the scopes above `depth` without leaving them: one way out. */
  unwind(depth: number, at: Span): void {
    for (const scope of this.scopes.slice(depth).reverse()) {
      if (!this.builder.reachable) return;
      runAll(scope.cleanups, at);
      for (const place of scope.drops.toReversed())
        if (this.touched.has(place)) this.builder.emit({ op: 'drop', place, why: 'scope', at });
    }
  }

  private cleanupsAbove(depth: number): Cleanup[] {
    return this.scopes.slice(depth).flatMap((scope) => scope.cleanups);
  }

  /** Returns from the function; an object that is returned does not end. */
  leave(value: Place | number | undefined, at: Span): void {
    this.emit({ op: 'return', at, ...(value === undefined ? {} : { value }) });
    runAll(
      this.cleanupsAbove(0).filter(({ place }) => place === undefined || place !== value),
      at,
    );
    this.builder.halt('return');
  }

  /** The cleanup attribute that stands in or right before a declaration. */
  cleanupFor(declaration: Syntax): string | undefined {
    if (this.around.cleanups.size === 0 || declaration.code.use) return undefined;
    const before = this.around.text.slice(0, declaration.start).trimEnd().length;
    for (const [offset, name] of this.around.cleanups)
      if (offset >= before && offset < declaration.end) return name;
    return undefined;
  }

  /** Ends the objects without a name that the full expression made. */
  endTemporaries(end: (temporary: { readonly place: Place; readonly type: string }) => void): void {
    const ending = this.temporaries;
    this.temporaries = [];
    for (const temporary of ending.toReversed()) end(temporary);
  }

  /** A lambda goes to somebody who may run it at any time: what it captures is out of our hands. */
  escapeCaptures(place: Place, to: string, at: Span): void {
    const closure = this.closures.get(place);
    if (!closure) return;
    for (const handle of this.capturesOf(closure)) this.emit({ op: 'escape', handle, to, at });
  }

  private capturesOf({ node }: Closure): Set<Place> {
    const found = new Set<Place>();
    visit(node, (inner) => {
      const name = inner.type === 'identifier' ? this.lookup(textOf(inner))?.place : undefined;
      if (name !== undefined && !isGlobal(name)) found.add(name);
      if (inner.type === 'this' && this.self !== undefined) found.add(this.self);
      return undefined;
    });
    return found;
  }

  jumpTo(jump: Jump | undefined, at: Span): void {
    if (!jump) return;
    this.unwind(jump.depth, at);
    this.builder.jump(jump.label);
  }

  /** The call just emitted may throw: to the handler around it, or out of the function. */
  mayThrow(): void {
    if (this.builder.reachable) this.builder.mayThrow(this.landingPad());
  }

  /** Where an exception thrown here lands: the cleanups of the scopes it leaves, then the handler or the way out. */
  landingPad(): BlockId {
    const handler = this.handlers.at(-1);
    const cleanups = this.cleanupsAbove(handler?.depth ?? 0);
    const key = `${handler?.label ?? ''}|${this.scopes.map((scope) => scope.cleanups.length).join()}|${cleanups.length}`;
    const known = this.pads.get(key);
    if (known?.cleanups.every((cleanup, i) => cleanup === cleanups[i])) return known.label;
    const pad = { label: this.builder.label(), scopes: [...this.scopes], cleanups, target: handler?.label };
    this.pads.set(known ? `${key}~${this.pads.size}` : key, pad);
    return pad.label;
  }

  /** Writes the landing pads; the function's own code must have ended. */
  finishPads(at: Span): void {
    for (const pad of this.pads.values()) {
      this.scopes = [...pad.scopes];
      this.builder.place(pad.label);
      runAll(pad.cleanups, at);
      if (pad.target === undefined) this.builder.halt('throw');
      else this.builder.jump(pad.target);
    }
  }
}

function newScope(node: Syntax | undefined): Scope {
  return { names: new Map(), cleanups: [], drops: [], node };
}

function runAll(cleanups: readonly Cleanup[], at: Span): void {
  for (const cleanup of cleanups.toReversed()) cleanup.run(at);
}

function writtenBy(op: Op): readonly Place[] {
  switch (op.op) {
    case 'open':
    case 'copy':
      return [op.into];
    case 'call':
      return [...op.args, op.result, op.receiver].filter((place) => place !== undefined);
    case 'special':
      return op.places;
    default:
      return [];
  }
}

/** Unique over all files, so that a graph of another file is never taken for one of this. */
export function graphId(path: string, id: string): GraphId {
  return `${path}:${id}`;
}

const MAX_PLACES = 10_000;

/** A number space of its own for each function, the same after every edit elsewhere in the file. */
function idBase(id: string): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) % 1_000_003;
  return hash * MAX_PLACES;
}
