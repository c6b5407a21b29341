import type { Span, TextEdit } from '../../../shared/span.js';
import { render, type Code } from './code.js';
import type { Style } from './style.js';
import {
  childrenOf,
  innermost,
  isStatement,
  pathTo,
  textOf,
  walk,
  type FunctionNode,
  type Node,
  type Parsed,
} from './syntax.js';

/** Where a statement stands: the node that holds it, and whether that is a list that takes another one. */
export interface Standing {
  readonly statement: Node;
  readonly inList: boolean;
  /** The statement's list from it on; only itself where there is no list. */
  readonly rest: readonly Node[];
}

const LISTS: ReadonlySet<string> = new Set([
  'Program',
  'BlockStatement',
  'StaticBlock',
  'SwitchCase',
  'TSModuleBlock',
]);

/** The innermost statement around a span. */
export function statementAt(parsed: Parsed, span: Span): Standing | undefined {
  const path = pathTo(parsed, span);
  const found = innermost(path, (node): node is Node => isStatement(node) && node.type !== 'BlockStatement');
  return found && standingOf(path, found.index);
}

/** The statement of `path` at `index`, and what follows it. */
export function standingOf(path: readonly Node[], index: number): Standing | undefined {
  let statement = path[index];
  let holder = path[index - 1];
  if (holder?.type === 'ExportNamedDeclaration') [statement, holder] = [holder, path[index - 2]];
  if (!statement || !holder) return undefined;
  const siblings = childrenOf(holder);
  const inList = LISTS.has(holder.type) && !(holder.type === 'SwitchCase' && holder.test === statement);
  return { statement, inList, rest: inList ? siblings.slice(siblings.indexOf(statement)) : [statement] };
}

/** Writes code into one file. */
export class Writer {
  constructor(
    readonly parsed: Parsed,
    readonly style: Style,
  ) {}

  before(standing: Standing, code: Code): TextEdit {
    const { statement, inList } = standing;
    if (!inList) return this.braced(statement, code, 'before');
    return this.ahead(statement, code);
  }

  after(standing: Standing, code: Code): TextEdit {
    const { statement, inList } = standing;
    if (!inList) return this.braced(statement, code, 'after');
    return this.behind(statement, code);
  }

  /** As the first statements of a function; an arrow function without braces gets them. */
  first(fn: FunctionNode, code: Code): TextEdit {
    return this.intoFunction(fn, code, 'before');
  }

  /** As the last statements of a function, before a closing `return` of it. */
  last(fn: FunctionNode, code: Code): TextEdit {
    return this.intoFunction(fn, code, 'after');
  }

  /** As the last statements of a block. */
  append(block: Node, code: Code): TextEdit {
    const last = childrenOf(block).at(-1);
    if (!last || this.isOneLine(block)) return this.rewritten(block, code, 'after');
    const leaves = /^(?:Return|Throw|Break|Continue)Statement$/.test(last.type);
    return leaves ? this.ahead(last, code) : this.behind(last, code);
  }

  private ahead(statement: Node, code: Code): TextEdit {
    const [start] = statement.range;
    const indent = this.indentAt(start);
    const between = this.sharesLine(statement, code) ? ' ' : `\n${indent}`;
    return insert(start, render(code, this.style, indent) + between);
  }

  private behind(statement: Node, code: Code): TextEdit {
    const indent = this.indentAt(statement.range[0]);
    const between = this.sharesLine(statement, code) ? ' ' : `\n${indent}`;
    return insert(statement.range[1], between + render(code, this.style, indent));
  }

  /** `{ log(error); return; }` stays on its line when a short statement joins it. */
  private sharesLine(statement: Node, code: Code): boolean {
    const [start] = statement.range;
    const { text } = this.parsed;
    const ahead = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const isTerminated = this.style.semicolons || textOf(this.parsed, statement).endsWith(';');
    return code.length === 1 && isTerminated && ahead.trim() !== '' && this.isOneLine(statement);
  }

  /** Puts the statements from the given one to the end of its list into `try`, with `tail` closing it (`catch`, `finally`). */
  wrapInTry(statements: readonly Node[], clause: string, code: Code): TextEdit | undefined {
    const [first] = statements;
    const last = statements.at(-1);
    if (!first || !last) return undefined;
    const indent = this.indentAt(first.range[0]);
    const inner = indent + this.style.indent;
    const body = this.indented(first.range[0], last.range[1]);
    const tail = `} ${clause} {\n${inner}${render(code, this.style, inner)}\n${indent}}`;
    return replace(first.range[0], last.range[1], `try {\n${inner}${body}\n${indent}${tail}`);
  }

  /** The white space at the start of the line of an offset. */
  readonly indentAt = (offset: number): string => {
    const { text } = this.parsed;
    const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
    return /^[ \t]*/.exec(line)?.[0] ?? '';
  };

  private intoFunction(fn: FunctionNode, code: Code, side: 'before' | 'after'): TextEdit {
    const { body } = fn;
    if (body.type !== 'BlockStatement') return this.withBraces(fn, code, side);
    if (side === 'after') return this.append(body, code);
    const first = body.body.find((statement) => !('directive' in statement && statement.directive));
    if (!first || this.isOneLine(body)) return this.rewritten(body, code, side);
    return this.ahead(first, code);
  }

  /** `=> expression` becomes `=> { … }`; the value is kept where the code comes before it. */
  private withBraces(fn: FunctionNode, code: Code, side: 'before' | 'after'): TextEdit {
    const { text } = this.parsed;
    const [start] = fn.body.range;
    const arrow = text.lastIndexOf('=>', start) + 2;
    const indent = this.indentAt(fn.range[0]);
    const inner = indent + this.style.indent;
    const bare = /^[{[]|^(?:function|class|let)\b/.test(textOf(this.parsed, fn.body));
    const [from, to] = bare ? [arrow, fn.range[1]] : fn.body.range;
    const expression = this.indented(from, to)
      .trim()
      .replace(/^void\s+/, '');
    const end = this.style.semicolons ? ';' : '';
    const inserted = render(code, this.style, inner);
    const lines = side === 'before' ? [inserted, `return ${expression}${end}`] : [expression + end, inserted];
    return replace(arrow, fn.range[1], ` {\n${inner}${lines.join(`\n${inner}`)}\n${indent}}`);
  }

  /** A lone statement behind `if (…)` or the like gets braces and company. */
  private braced(statement: Node, code: Code, side: 'before' | 'after'): TextEdit {
    const { text } = this.parsed;
    const head = text.slice(0, statement.range[0]).trimEnd().length;
    const indent = this.indentAt(head - 1);
    const inner = indent + this.style.indent;
    const own = textOf(this.parsed, statement);
    const inserted = render(code, this.style, inner);
    const lines = side === 'before' ? [inserted, own] : [own, inserted];
    return replace(head, statement.range[1], ` {\n${inner}${lines.join(`\n${inner}`)}\n${indent}}`);
  }

  /** An empty or one-line block, written over several lines. */
  private rewritten(block: Node, code: Code, side: 'before' | 'after'): TextEdit {
    const indent = this.indentAt(block.range[0]);
    const inner = indent + this.style.indent;
    const own = this.parsed.text.slice(block.range[0] + 1, block.range[1] - 1).trim();
    const inserted = render(code, this.style, inner);
    const lines = (side === 'before' ? [inserted, own] : [own, inserted]).filter((line) => line !== '');
    return replace(block.range[0], block.range[1], `{\n${inner}${lines.join(`\n${inner}`)}\n${indent}}`);
  }

  private isOneLine(node: Node): boolean {
    return !textOf(this.parsed, node).includes('\n');
  }

  /** A stretch of text, its lines one level deeper, except those inside template literals. */
  private indented(start: number, end: number): string {
    const { text, ast } = this.parsed;
    const literals = [...walk(ast)].filter(({ type }) => type === 'TemplateElement');
    const inLiteral = (at: number): boolean => literals.some(({ range }) => range[0] < at && at < range[1]);
    return text
      .slice(start, end)
      .replaceAll(/\n(?=[^\n])/g, (_, at: number) =>
        inLiteral(start + at) ? '\n' : `\n${this.style.indent}`,
      );
  }
}

export function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

export function replace(start: number, end: number, text: string): TextEdit {
  return { span: { start, end }, text };
}
