import type { TSESTree } from '@typescript-eslint/types';
import type { Leak } from '../../../lifecycle/leak.js';
import type { Span, TextEdit } from '../../../shared/span.js';
import type { Code } from './code.js';
import { isKnownAt } from './names.js';
import { resultAt } from './results.js';
import { openingAt, type Opening } from './opening.js';
import { statementAt, type Standing, type Writer } from './place.js';
import {
  innermost,
  isCallOf,
  isFunction,
  pathTo,
  walk,
  type FunctionNode,
  type Node,
  type Parsed,
} from './syntax.js';

/** A change that cures a leak, before it is known whether it is the preferred one. */
export interface Draft {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly changesBehaviour: boolean;
  /** A choice for a person, never taken by itself. */
  readonly alternative?: boolean;
}

/** A way to cure a leak; undefined where it does not fit the code. */
export type Cure = (site: Site) => Draft | undefined;

export const LISTENING: readonly string[] = [
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
];

/** One leak in its file, with the places that cures write to. */
export class Site {
  readonly parsed: Parsed;
  /** The nodes around the fault, outermost first. */
  readonly path: readonly Node[];
  /** Where a cure belongs: the fault, or where the path leaves when the fault is told at the opening. */
  readonly at: Span;
  /** How the source calls the socket at the fault; empty when it has no name there. */
  readonly name: string;

  constructor(
    readonly leak: Leak,
    readonly writer: Writer,
  ) {
    this.parsed = writer.parsed;
    this.at = faultOf(leak);
    this.path = pathTo(writer.parsed, this.at);
    const opened = this.opening?.name ?? '';
    const result = (): string | undefined => resultAt(this.parsed, this.path, leak.opened, opened);
    this.name = this.known(leak.name) ?? this.known(opened) ?? result() ?? '';
  }

  get opening(): Opening | undefined {
    return openingAt(this.writer, this.leak);
  }

  get statement(): Standing | undefined {
    return this.atHead ? undefined : statementAt(this.parsed, this.at);
  }

  /** The fault is a parameter: the function as a whole, not one of its statements. */
  get atHead(): boolean {
    const found = innermost(this.path, isFunction);
    const next = found ? this.path[found.index + 1] : undefined;
    return found !== undefined && next !== undefined && next !== found.node.body;
  }

  /** The event that is listened to at the fault, where it stands there as a word. */
  get event(): string | undefined {
    const [event] = this.listening?.arguments ?? [];
    return event?.type === 'Literal' ? String(event.value) : undefined;
  }

  /** How the code of {@link callback} calls the socket. */
  get nameInside(): string {
    const fn = this.callback;
    return fn && isKnownAt([fn], this.leak.name) ? this.leak.name : this.name;
  }

  private known(name: string): string | undefined {
    return name !== '' && isKnownAt(this.path, name) ? name : undefined;
  }

  get enclosing(): FunctionNode | undefined {
    return innermost(this.path, isFunction)?.node;
  }

  /** The function at the fault: itself, an argument of the call there, or the one around it. */
  get callback(): FunctionNode | undefined {
    const node = this.path.at(-1);
    if (isFunction(node)) return node;
    const call = this.listening ?? this.call;
    const own = call?.arguments.findLast((argument) => isFunction(argument));
    return isFunction(own) ? own : this.enclosing;
  }

  /** The innermost call around the fault. */
  get call(): TSESTree.CallExpression | undefined {
    return innermost(this.path, (node): node is TSESTree.CallExpression => node.type === 'CallExpression')
      ?.node;
  }

  /** The innermost `.on('event', …)` around the fault. */
  get listening(): TSESTree.CallExpression | undefined {
    return innermost(this.path, (node): node is TSESTree.CallExpression => isCallOf(node, ...LISTENING))
      ?.node;
  }

  /** The function an argument is or names: a function expression, or a declaration of the same file. */
  callbackOf(argument: Node | undefined): FunctionNode | undefined {
    if (isFunction(argument)) return argument;
    if (argument?.type !== 'Identifier') return undefined;
    return functionNamed(this.parsed.ast, argument.name);
  }

  detail(key: string): string | undefined {
    return this.leak.detail?.[key];
  }

  /** Code where the socket has just become known. */
  atOpening(title: string, code: (name: string) => Code, changesBehaviour = false): Draft | undefined {
    const { opening } = this;
    if (!opening) return undefined;
    return { title, edits: [opening.insert(code(opening.name))], changesBehaviour };
  }
}

/** The only function of a file that is declared by a name. */
function functionNamed(ast: Node, name: string): FunctionNode | undefined {
  const named: FunctionNode[] = [];
  for (const node of walk(ast)) {
    const fn = node.type === 'VariableDeclarator' ? (node.init ?? undefined) : node;
    if ((node.type !== 'VariableDeclarator' && node.type !== 'FunctionDeclaration') || !isFunction(fn))
      continue;
    if (node.id?.type === 'Identifier' && node.id.name === name) named.push(fn);
  }
  return named.length === 1 ? named[0] : undefined;
}

/** A leak told at its opening that happens on some way only: the cure belongs where that way leaves. */
function faultOf({ at, opened, always, steps }: Leak): Span {
  if (always || at.start !== opened.start) return at;
  const leaving = steps.findLast(({ role, file }) => role === 'leaves' && file === undefined);
  return leaving?.span ?? at;
}
