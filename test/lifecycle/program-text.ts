import { GraphBuilder } from '../../src/lifecycle/graph-builder.js';
import type {
  BlockId,
  Comparison,
  Fact,
  Graph,
  Module,
  Op,
  Origin,
  PollEvent,
} from '../../src/lifecycle/ir.js';
import type { Span } from '../../src/shared/span.js';

/**
 * A small language for graphs written by hand, one operation a line:
 *
 *     fn serve(fd)
 *     again:
 *       n = read fd
 *       if n <= 0 goto out
 *       if ?verbose goto again
 *       goto again
 *     out:
 *       close fd
 *
 * `type p conn` says what record `p` is or points to; `x = y` copies, `x = 0` and `x = ?` assign, `open c = accept` makes a socket, `r = call f(a, &b)` calls a function of the text
 * or, unknown to all, another. The span of an operation is its line's text.
 */
export function moduleOf(text: string): Module {
  const graphs = new Map<string, Graph>();
  for (const lines of functions(text)) {
    const graph = new Reader(lines).read();
    graphs.set(graph.id, graph);
  }
  const known = (name: string) => graphs.has(name);
  return { path: '/text', graphs: new Map([...graphs].map(([id, graph]) => [id, linked(graph, known)])) };
}

/** The line (from 1) of a span in the text it was made from. */
export function lineOf(text: string, span: Span): number {
  return text.slice(0, span.start).split('\n').length;
}

interface Line {
  readonly text: string;
  readonly at: Span;
}

function functions(text: string): Line[][] {
  const found: Line[][] = [];
  let start = 0;
  for (const raw of text.split('\n')) {
    const indent = raw.length - raw.trimStart().length;
    const line = { text: raw.trim(), at: { start: start + indent, end: start + raw.trimEnd().length } };
    start += raw.length + 1;
    if (line.text === '') continue;
    if (line.text.startsWith('fn ')) found.push([line]);
    else found.at(-1)?.push(line);
  }
  return found;
}

/** Calls by name become calls of a graph where the text has one. */
function linked(graph: Graph, known: (name: string) => boolean): Graph {
  const link = (op: Op): Op =>
    op.op === 'call' && op.callee && 'name' in op.callee && known(op.callee.name)
      ? { ...op, callee: { graph: op.callee.name } }
      : op;
  return { ...graph, blocks: graph.blocks.map((block) => ({ ...block, ops: block.ops.map(link) })) };
}

const ORIGINS: Readonly<Record<string, Origin>> = {
  accept: { api: 'accept', kind: 'accepted', halfOpen: true },
  socket: { api: 'socket', kind: 'connected', halfOpen: true, traits: new Set(['unconnected']) },
  connect: { api: 'connect', kind: 'connected', halfOpen: true },
  dup: { api: 'dup', kind: 'duplicate', halfOpen: true },
};

class Reader {
  private readonly types = new Map<string, string>();
  private readonly labels = new Map<string, BlockId>();
  private readonly builder: GraphBuilder;

  constructor(private readonly lines: readonly Line[]) {
    const [head] = lines;
    const [, name = '', params = ''] = /^fn (\w+)\((.*)\)/.exec(head?.text ?? '') ?? [];
    this.builder = new GraphBuilder(name, name, head?.at ?? { start: 0, end: 0 }, listed(params));
  }

  read(): Graph {
    for (const line of this.lines.slice(1)) this.statement(line);
    return { ...this.builder.finish(), types: this.types };
  }

  private statement({ text, at }: Line): void {
    const [, typed, type] = /^type (\S+) (\w+)$/.exec(text) ?? [];
    if (typed !== undefined && type !== undefined) {
      this.types.set(typed, type);
      return;
    }
    const label = /^(\w+):$/.exec(text)?.[1];
    if (label !== undefined) {
      this.builder.place(this.label(label));
      return;
    }
    const [, condition, target = ''] = /^(?:if (.+) )?goto (\w+)$/.exec(text) ?? [];
    if (target !== '') {
      this.jump(condition, target, at);
      return;
    }
    const handler = /^(.*) throws (\w+)$/.exec(text);
    this.operation(handler?.[1] ?? text, at);
    if (handler?.[2] !== undefined) this.builder.mayThrow(this.label(handler[2]));
  }

  private jump(condition: string | undefined, target: string, at: Span): void {
    const to = this.label(target);
    if (condition === undefined) {
      this.builder.jump(to);
      return;
    }
    const otherwise = this.builder.label();
    this.builder.testing = at;
    this.builder.branch(to, [fact(condition, true, at)]);
    this.builder.branch(otherwise, [fact(condition, false, at)]);
    this.builder.seal();
    this.builder.place(otherwise);
  }

  private operation(text: string, at: Span): void {
    if (text === 'stop' || text === 'throw') {
      this.builder.halt(text);
      return;
    }
    this.builder.emit(operation(text, at));
    if (text.startsWith('return')) this.builder.halt('return');
  }

  private label(name: string): BlockId {
    const id = this.labels.get(name) ?? this.builder.label();
    this.labels.set(name, id);
    return id;
  }
}

function operation(text: string, at: Span): Op {
  const [, target, right = text] = /^(?:open )?([\w.:[\]*@]+) = (.+)$/.exec(text) ?? [];
  const made = text.startsWith('open ') ? ORIGINS[right] : undefined;
  if (made && target !== undefined) return { op: 'open', into: target, origin: made, at };
  const [verb = '', ...args] = right.split(' ');
  if (verb === 'call') return call(right, target, at);
  if (target !== undefined) return valued(verb, args, target, at);
  return plain(verb, args, at);
}

function call(text: string, result: string | undefined, at: Span): Op {
  const [, name = '', inside = ''] = /^call (\w+)\((.*)\)$/.exec(text) ?? [];
  const args = listed(inside).map((arg) => (arg === '?' ? undefined : arg));
  const callee = { name, arity: args.length };
  return result === undefined ? { op: 'call', callee, args, at } : { op: 'call', callee, args, result, at };
}

function valued(verb: string, args: string[], into: string, at: Span): Op {
  const [first = '', second = ''] = args;
  if (verb === 'read') return { op: 'read', handle: first, result: into, at };
  if (verb === 'peek') return { op: 'read', handle: first, result: into, peek: true, at };
  if (verb === 'write') return special('write', [first, second, into], at);
  if (verb === 'fork') return special('fork', [into], at);
  if (verb === 'connect') return special('connect', [first, into], at);
  if (verb === '?') return { op: 'assign', into, at };
  if (/^-?\d+$/.test(verb)) return { op: 'assign', into, value: Number(verb), at };
  return { op: 'copy', into, from: verb, at };
}

const DROPS = { drop: 'scope', free: 'freed', wipe: 'wiped', erase: 'erased' } as const;

function plain(verb: string, args: string[], at: Span): Op {
  const [first = ''] = args;
  if (verb === 'return')
    return first === '' ? { op: 'return', at } : { op: 'return', value: returned(first), at };
  if (verb === 'read') return { op: 'read', handle: first, result: undefined, at };
  if (verb === 'close') return { op: 'close', handle: first, how: 'close', at };
  if (verb === 'end') return { op: 'end', handle: first, how: 'shutdown', at };
  if (verb === 'escape') return { op: 'escape', handle: first, to: args[1] ?? 'container', at };
  if (verb === 'wait') return { op: 'wait', on: 'poll', at };
  if (verb in DROPS) return { op: 'drop', place: first, why: DROPS[verb as keyof typeof DROPS], at };
  return special(verb, args.slice(0, verb === 'watch' ? 1 : undefined), at, args[1]);
}

function special(name: string, places: string[], at: Span, detail?: string): Op {
  return detail === undefined
    ? { op: 'special', name, places, at }
    : { op: 'special', name, places, detail, at };
}

function returned(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

const NEGATED: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

function fact(text: string, holds: boolean, at: Span): Fact {
  const [first = '', second = '', third = ''] = text.split(' ');
  if (first.startsWith('?')) return { fact: 'opaque', key: first.slice(1), reads: [], holds };
  if (first === 'errno') return { fact: 'errno', among: second.split(','), holds };
  if (first === 'same') return { fact: 'same', place: second, other: third, holds };
  if (first === 'events')
    return { fact: 'events', of: second, among: third.split(',') as PollEvent[], holds, at };
  const is = second as Comparison;
  return { fact: 'compare', place: first, is: holds ? is : NEGATED[is], with: Number(third) };
}

function listed(text: string): string[] {
  return text === '' ? [] : text.split(',').map((one) => one.trim());
}
