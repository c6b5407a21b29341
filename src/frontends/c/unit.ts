import type { Parser } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';
import type { Block, Edge, Fact, Graph, Op } from '../../lifecycle/ir.js';
import { Declarations } from './declarations.js';
import { graphId, type Surroundings } from './lower/frame.js';
import { lowerFunction } from './lower/function.js';
import type { FunctionEntry } from './outline.js';
import type { ParsedText } from './parsed.js';
import { relevant, throwing } from './relevance.js';
import { findFirst, syntaxOf, type Syntax } from './syntax.js';

interface Lowered {
  readonly text: string;
  readonly start: number;
  readonly graph: Graph;
}

/** One file with its functions lowered when asked for. */
export class FileUnit {
  readonly declarations: Declarations;
  private readonly lowered: Map<string, Lowered>;
  /** The functions that may throw: a caller's graph depends on it. */
  readonly throwing: ReadonlySet<string>;
  private readonly around: Surroundings;
  private entries: Map<string, FunctionEntry> | undefined;

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
    this.around = {
      path,
      cplusplus,
      declarations: this.declarations,
      cleanups: parsed.plain.cleanups,
      text: parsed.plain.text,
      throwing: this.throwing,
      snippet: (text, use) => snippet(parser, text, use),
    };
    this.lowered =
      before && sameDeclarations(this, before) ? new Map(before.lowered) : new Map<string, Lowered>();
  }

  /** The graphs of the functions that may have to do with sockets. */
  graphs(): Map<string, Graph> {
    const graphs = relevant(this.declarations.functions).map((entry) => this.graph(entry));
    return new Map(graphs.map((graph) => [graph.id, graph]));
  }

  graph(entry: FunctionEntry): Graph {
    const known = this.lowered.get(entry.id);
    const { text, span } = entry;
    if (known?.text === text) {
      const graph = known.start === span.start ? known.graph : moved(known.graph, span.start - known.start);
      this.lowered.set(entry.id, { text, start: span.start, graph });
      return graph;
    }
    const graph = lowerFunction(entry, this.around);
    this.lowered.set(entry.id, { text, start: span.start, graph });
    return graph;
  }

  /** The function a call from this file means, as far as this file and its headers go. */
  find(name: string, arity: number): FunctionEntry | undefined {
    return this.declarations.definitions(name, arity)[0];
  }

  /** The graphs of the functions that a stretch of text lies in. */
  graphsAround({ start, end }: Span): Graph[] {
    const around = this.declarations.functions.filter(({ span }) => span.start <= start && end <= span.end);
    return around.map((entry) => this.graph(entry));
  }

  /** A function that is to give a value can end without one. */
  fallsOff(id: string): boolean {
    const entry = this.entryOf(id);
    if (!entry || givesNothing(entry)) return false;
    const end = entry.span.end;
    return reachable(this.graph(entry)).some(({ ops }) =>
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

const NONE: ReadonlySet<string> = new Set();

/** True when nothing outside of function bodies changed: then a function with the same text lowers to the same graph. */
function sameDeclarations(now: FileUnit, before: FileUnit): boolean {
  return (
    now.headers.length === before.headers.length &&
    now.headers.every((header, i) => header === before.headers[i]) &&
    outside(now) === outside(before) &&
    [...now.throwing].join() === [...before.throwing].join()
  );
}

function outside({ parsed: { text, outline } }: FileUnit): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { span, id, head } of outline.functions) {
    if (span.start < from) continue;
    pieces.push(text.slice(from, span.start), id, head);
    from = span.end;
  }
  return pieces.join('') + text.slice(from);
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

/** The same graph at another place of the file. */
function moved(graph: Graph, by: number): Graph {
  const shift = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  const op = (each: Op): Op => ({ ...each, at: shift(each.at) });
  const fact = (each: Fact): Fact => (each.fact === 'events' ? { ...each, at: shift(each.at) } : each);
  const edge = (each: Edge): Edge =>
    each.facts.length === 0
      ? each
      : { ...each, facts: each.facts.map(fact), ...(each.at ? { at: shift(each.at) } : {}) };
  const blocks = graph.blocks.map((block) => ({
    ...block,
    ops: block.ops.map(op),
    edges: block.edges.map(edge),
  }));
  return { ...graph, at: shift(graph.at), blocks };
}
