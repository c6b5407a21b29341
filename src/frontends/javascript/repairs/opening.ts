import type { TSESTree } from '@typescript-eslint/types';
import type { Leak } from '../../../lifecycle/leak.js';
import type { Span, TextEdit } from '../../../shared/span.js';
import { render, type Code } from './code.js';
import { insert, replace, standingOf, type Writer } from './place.js';
import {
  innermost,
  isFunction,
  isStatement,
  pathTo,
  textOf,
  type FunctionNode,
  type Node,
} from './syntax.js';

/** The place where a socket has just become known: how it is called there, and how code gets there. */
export interface Opening {
  readonly name: string;
  readonly insert: (code: Code) => TextEdit;
}

/**
 * The opening at a span: the parameter of the function that is given the socket, the handler that is passed by name, or
 * the call that returns it.
 */
export function openingAt(writer: Writer, { opened, origin: { api }, name }: Leak): Opening | undefined {
  const path = pathTo(writer.parsed, opened);
  return ofParameter(writer, path) ?? ofReference(writer, path, api) ?? ofDeclaration(writer, path, name);
}

/** `createServer(handle)` becomes `createServer((socket) => { …; handle(socket); })`. */
function ofReference(
  { parsed, style, indentAt }: Writer,
  path: readonly Node[],
  api: string,
): Opening | undefined {
  const [holder, node] = path.slice(-2);
  if (holder?.type !== 'CallExpression' || !node || !holder.arguments.some((argument) => argument === node))
    return undefined;
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return undefined;
  const parameters = /\b(?:upgrade|connect)$/.test(api) ? 'req, socket, head' : 'socket';
  const insert = (code: Code): TextEdit => {
    const own = code.map((line) => `  ${line}`);
    const wrapper = [`(${parameters}) => {`, ...own, `  ${textOf(parsed, node)}(${parameters});`, '}'];
    return replace(...node.range, render(wrapper, style, indentAt(node.range[0])));
  };
  return { name: 'socket', insert };
}

function ofParameter(writer: Writer, path: readonly Node[]): Opening | undefined {
  const found = innermost(path, isFunction);
  if (!found) return undefined;
  const parameter = path[found.index + 1];
  if (!parameter || !found.node.params.some((one) => one === parameter)) return undefined;
  const name = nameOf(path.at(-1)) ?? nameOf(parameter);
  return name === undefined ? undefined : { name, insert: (code) => firstIn(writer, found.node, code) };
}

/** `super()` comes first in a constructor that calls it. */
function firstIn(writer: Writer, fn: FunctionNode, code: Code): TextEdit {
  const { body } = fn;
  const above = body.type === 'BlockStatement' ? body.body.find(isSuperCall) : undefined;
  if (!above) return writer.first(fn, code);
  return writer.after({ statement: above, inList: true, rest: [] }, code);
}

function isSuperCall(statement: TSESTree.Statement): boolean {
  return (
    statement.type === 'ExpressionStatement' &&
    statement.expression.type === 'CallExpression' &&
    statement.expression.callee.type === 'Super'
  );
}

function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type === 'AssignmentPattern') return nameOf(node.left);
  if (node?.type === 'TSParameterProperty') return nameOf(node.parameter);
  return undefined;
}

/** `const s = connect()`, `this.s = connect().on(…)`, `const [s] = await once(…)`. */
function ofDeclaration(writer: Writer, path: readonly Node[], known: string): Opening | undefined {
  const holder = innermost(path, isHolder);
  const statement = innermost(path, (node): node is Node => isStatement(node));
  if (!holder || !statement || statement.index > holder.index) return undefined;
  if (path.slice(holder.index + 1).some((node) => isFunction(node))) return undefined;
  const standing = standingOf(path, statement.index);
  const name = heldName(writer, holder.node, path.at(-1));
  // A token that is neither the call nor the socket's name says nothing of where it is opened.
  if (path.at(-1)?.type === 'Identifier' && path.at(-1) === declared(holder.node) && name !== known)
    return undefined;
  if (!standing || name === undefined) return undefined;
  return { name, insert: (code) => writer.after(standing, code) };
}

function declared(holder: Holder): Node {
  return holder.type === 'VariableDeclarator' ? holder.id : holder.left;
}

type Holder = TSESTree.VariableDeclarator | TSESTree.AssignmentExpression;

function isHolder(node: Node): node is Holder {
  return (
    node.type === 'VariableDeclarator' || (node.type === 'AssignmentExpression' && node.operator === '=')
  );
}

function heldName({ parsed }: Writer, holder: Holder, at: Node | undefined): string | undefined {
  const target = declared(holder);
  if (target.type === 'Identifier') return target.name;
  if (target.type === 'MemberExpression') return textOf(parsed, target);
  if (target.type === 'ArrayPattern' && target.elements.length === 1)
    return nameOf(target.elements[0] ?? undefined);
  return at?.type === 'Identifier' && isWithin(at, target) ? at.name : undefined;
}

function isWithin({ range }: Node, outer: Node): boolean {
  return outer.range[0] <= range[0] && range[1] <= outer.range[1];
}

/** The call at a span that has no name but goes on as a chain: where `.more()` can be put. */
export function chainedAt(writer: Writer, opened: Span, call: string): TextEdit | undefined {
  const found = innermost(pathTo(writer.parsed, opened), (node): node is TSESTree.CallExpression => {
    return node.type === 'CallExpression';
  });
  return found && found.node.range[0] <= opened.start ? insert(found.node.range[1], call) : undefined;
}
