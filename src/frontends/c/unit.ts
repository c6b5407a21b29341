import type { Parser } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';
import type { Block, Graph } from '../../lifecycle/ir.js';
import { Callbacks } from './callbacks.js';
import { Declarations } from './declarations.js';
import { graphId, type Surroundings } from './lower/frame.js';
import { lowerFunction } from './lower/function.js';
import type { FunctionEntry } from './outline.js';
import type { ParsedText } from './parsed.js';
import { addressesFor, isWithinText, moved } from './placement.js';
import { relevant, throwing } from './relevance.js';
import { findFirst, syntaxOf, type Syntax } from './syntax.js';

/** A function's graph at an address of its own: there it stays while its text stays, wherever that moves in the file. */
interface Lowered {
  readonly entry: FunctionEntry;
  readonly graph: Graph;
  /** How far the addresses lie behind the places the text had in the file when it was lowered. */
  readonly offset: number;
  /** Where the function began then, and how long the file was. */
  readonly start: number;
  readonly length: number;
  /** All its operations stand in its own text: it changes with nothing else. */
  readonly isOwn: boolean;
}

/** One file with its functions lowered when asked for. */
export class FileUnit {
  readonly declarations: Declarations;
  private readonly lowered: Map<string, Lowered>;
  /** The functions that may throw: a caller's graph depends on it. */
  readonly throwing: ReadonlySet<string>;
  readonly callbacks: Callbacks;
  private readonly around: Surroundings;
  private entries: Map<string, FunctionEntry> | undefined;
  private byAddress: readonly Lowered[] | undefined;

  constructor(
    readonly path: string,
    readonly cplusplus: boolean,
    readonly parsed: ParsedText,
    readonly headers: readonly ParsedText[],
    parser: Parser,
    before: FileUnit | undefined,
  ) {
    this.declarations = new Declarations(parsed, headers);
    this.throwing = cplusplus ? throwing(parsed.outline.functions) : NONE;
    this.callbacks = new Callbacks(parsed.outline, parsed.plain.text);
    this.around = {
      path,
      cplusplus,
      declarations: this.declarations,
      cleanups: parsed.plain.cleanups,
      text: parsed.plain.text,
      throwing: this.throwing,
      callbacks: this.callbacks,
      snippet: (text, use) => snippet(parser, text, use),
    };
    this.lowered =
      before && sameDeclarations(this, before) ? stayingOf(before.lowered) : new Map<string, Lowered>();
  }

  /** The graphs of the functions that may have to do with sockets. */
  graphs(): Map<string, Graph> {
    const graphs = relevant(this.declarations.functions).map((entry) => this.graph(entry));
    return new Map(graphs.map((graph) => [graph.id, graph]));
  }

  /** The graph of a function, at an address of its own; see {@link placeOf}. */
  graph(entry: FunctionEntry): Graph {
    const known = this.lowered.get(entry.id);
    if (known?.entry === entry) return known.graph;
    const same = known?.entry.text === entry.text ? { ...known, entry } : this.lower(entry);
    this.lowered.set(entry.id, same);
    this.byAddress = undefined;
    return same.graph;
  }

  private lower(entry: FunctionEntry): Lowered {
    const { length } = this.parsed.text;
    const offset = addressesFor(length);
    const graph = lowerFunction(entry, this.around);
    const isOwn = isWithinText(graph, entry.span);
    return { entry, graph: moved(graph, offset), offset, start: entry.span.start, length, isOwn };
  }

  /** Where a span of one of this file's graphs stands in its text; undefined for spans of other files. */
  placeOf({ start, end }: Span): Span | undefined {
    this.byAddress ??= [...this.lowered.values()].sort((a, b) => a.offset - b.offset);
    const at = lastUpTo(this.byAddress, start);
    if (!at || start > at.offset + at.length) return undefined;
    const by = at.entry.span.start - at.start - at.offset;
    return { start: start + by, end: end + by };
  }

  /** The graph of a function as it stands in the text. */
  placed(entry: FunctionEntry): Graph {
    const graph = this.graph(entry);
    const to = this.placeOf(graph.at);
    return to ? moved(graph, to.start - graph.at.start) : graph;
  }

  /** All graphs of functions that may have to do with sockets, as they stand in the text. */
  placedGraphs(): Graph[] {
    return relevant(this.declarations.functions).map((entry) => this.placed(entry));
  }

  /** The function a call from this file means, as far as this file and its headers go. */
  find(name: string, arity: number): FunctionEntry | undefined {
    return this.declarations.definitions(name, arity)[0];
  }

  /** The graphs of the functions that a stretch of text lies in. */
  graphsAround({ start, end }: Span): Graph[] {
    const around = this.declarations.functions.filter(({ span }) => span.start <= start && end <= span.end);
    return around.map((entry) => this.placed(entry));
  }

  /** A function that is to give a value can end without one. */
  fallsOff(id: string): boolean {
    const entry = this.entryOf(id);
    if (!entry || givesNothing(entry)) return false;
    const end = entry.span.end;
    return reachable(this.placed(entry)).some(({ ops }) =>
      ops.some((op) => op.op === 'return' && op.value === undefined && op.at.end === end),
    );
  }

  /** The function a graph's id stands for. */
  entryOf(id: string): FunctionEntry | undefined {
    this.entries ??= new Map(this.declarations.functions.map((one) => [graphId(this.path, one.id), one]));
    return this.entries.get(id);
  }
}

/** `void`, main (C11 §5.1.2.2.3), constructors and destructors. */
function givesNothing({ name, owner, returns }: FunctionEntry): boolean {
  if (name === 'main' || (returns.name === 'void' && !returns.pointer)) return true;
  return owner !== undefined && (name === `${owner}::${owner}` || name.includes('~'));
}

function reachable(graph: Graph): Block[] {
  const ids = new Set([graph.entry]);
  for (const id of ids) for (const { to } of graph.blocks[id]?.edges ?? []) ids.add(to);
  return graph.blocks.filter(({ id }) => ids.has(id));
}

/** The last of some that are in order whose addresses begin at one or before it. */
function lastUpTo(lowered: readonly Lowered[], address: number): Lowered | undefined {
  let [low, high] = [0, lowered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lowered[middle]?.offset ?? Infinity) <= address) low = middle + 1;
    else high = middle;
  }
  return lowered[low - 1];
}

const NONE: ReadonlySet<string> = new Set();

/** Without the graphs that hold operations of other functions' texts, which may have changed. */
function stayingOf(lowered: ReadonlyMap<string, Lowered>): Map<string, Lowered> {
  return new Map([...lowered].filter(([, { isOwn }]) => isOwn));
}

/**
 * True when nothing outside of function bodies changed: then a function with the same text lowers to the same graph.
 * Outlines that share their records differ by an edit in one body.
 */
function sameDeclarations(now: FileUnit, before: FileUnit): boolean {
  return (
    now.headers.length === before.headers.length &&
    now.headers.every((header, i) => header === before.headers[i]) &&
    (now.parsed.outline.records === before.parsed.outline.records || outside(now) === outside(before)) &&
    now.callbacks.agreesWith(before.callbacks) &&
    [...now.throwing].join() === [...before.throwing].join()
  );
}

const outsides = new WeakMap<ParsedText, string>();

/** What stands outside of function bodies, without comments and with single spaces: these mean nothing. */
function outside({ parsed }: FileUnit): string {
  const known = outsides.get(parsed);
  if (known !== undefined) return known;
  const { text, outline } = parsed;
  const pieces: string[] = [];
  let from = 0;
  for (const { span, id, head } of outline.functions) {
    if (span.start < from) continue;
    pieces.push(text.slice(from, span.start), id, head);
    from = span.end;
  }
  const all = pieces.join('') + text.slice(from);
  const plain = all.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|\s+/g, ' ').replaceAll(/ +/g, ' ');
  outsides.set(parsed, plain);
  return plain;
}

function snippet(parser: Parser, body: string, use: Span): Syntax | undefined {
  const text = `void f(void){${body};}`;
  const tree = parser.parse(text);
  const definition = tree?.rootNode.namedChildren[0];
  const inner = definition?.childForFieldName('body');
  const syntax = inner ? syntaxOf(inner, { text, use }) : undefined;
  tree?.delete();
  if (!syntax || findFirst(syntax, ({ type }) => type === 'ERROR')) return undefined;
  return {
    ...syntax,
    kids: syntax.kids.filter((kid) => kid.type !== 'expression_statement' || kid.kids.length > 0),
  };
}
