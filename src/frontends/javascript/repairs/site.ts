import type { TSESTree } from '@typescript-eslint/types';
import type { Leak } from '../../../lifecycle/leak.js';
import type { TextEdit } from '../../../shared/span.js';
import type { Code } from './code.js';
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

  constructor(
    readonly leak: Leak,
    readonly writer: Writer,
  ) {
    this.parsed = writer.parsed;
    this.path = pathTo(writer.parsed, leak.at);
  }

  /** How the source calls the socket at the fault. */
  get name(): string {
    return this.leak.name;
  }

  get opening(): Opening | undefined {
    return openingAt(this.writer, this.leak.opened);
  }

  get statement(): Standing | undefined {
    return statementAt(this.parsed, this.leak.at);
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
