import type { TSESTree } from '@typescript-eslint/types';
import { isFunction } from '../repairs/syntax.js';
import { asynchronous, awaited, generated, settle, unwrap, type Bodies } from './async-functions.js';
import { aliasIn, hasHelpers, meaningOf, type Aliases, type Meaning } from './helper-names.js';
import { raisedLoop, withoutEnding, type Iteration } from './loops.js';
import { assignment, call, either, identifier, isUndefined, member, spread } from './nodes.js';
import { optionalChain } from './optional-chains.js';
import { declared, privateGet, privateMapIn, privateSet, type Arguments } from './private-names.js';
import { slotsOf } from './slots.js';

/** Reads the helpers of compilers as what the source had in their place. Changes the tree; places in the text stay. */
export function raise(program: TSESTree.Program, text: string): TSESTree.Program {
  if (!hasHelpers(text)) return program;
  const slots = slotsOf(program);
  const nodes = slots.map(({ node }) => node);
  const aliases: Aliases = new Map(
    nodes.flatMap((node) => (node.type === 'VariableDeclarator' ? (aliasIn(node) ?? []) : [])),
  );
  const maps = new Set(nodes.flatMap((node) => mapIn(node, aliases) ?? []));
  const work: Work = { aliases, maps, bodies: new Map(), iterations: new Map(), loops: new Set() };
  // Inner ones first: what stands around takes them as they are then.
  for (const { node, put } of slots.reverse()) {
    const raised = raisedNode(node, work);
    if (raised) put(raised);
    if ('generator' in node) {
      unwrap(node, work.bodies);
      settle(node);
    }
  }
  return program;
}

interface Work {
  readonly aliases: Aliases;
  /** WeakMaps that stand for private names. */
  readonly maps: ReadonlySet<string>;
  readonly bodies: Bodies;
  /** Calls that make the iterator of a loop. */
  readonly iterations: Map<TSESTree.Node, Iteration>;
  readonly loops: Set<TSESTree.Node>;
}

function raisedNode(node: TSESTree.Node, work: Work): TSESTree.Node | undefined {
  switch (node.type) {
    case 'CallExpression':
      return raisedCall(node, work) ?? declared(node, work.maps);
    case 'LogicalExpression':
      return superCall(node);
    case 'ForStatement':
      return iterating(node, work);
    case 'TryStatement':
      return withoutEnding(node, work.loops);
    default:
      return undefined;
  }
}

function iterating(node: TSESTree.ForStatement, { iterations, loops }: Work): TSESTree.Node | undefined {
  const loop = raisedLoop(node, iterations);
  if (loop) loops.add(loop);
  return loop;
}

type Rule = (node: TSESTree.CallExpression, args: Arguments, work: Work) => TSESTree.Expression | undefined;

const RULES: Readonly<Record<Meaning, Rule>> = {
  awaiter: (node, args, { bodies }) => awaited(node, bodies) ?? unseen(node, args),
  asyncFunction: (_node, [func]) => asynchronous(func),
  asyncGenerator: (node, args, { bodies, aliases }) =>
    generated(node, bodies, (inner) => awaitedIn(inner, aliases)) ?? unseen(node, args),
  awaiting: () => undefined,
  namespace: as('@namespace'),
  exports: as('@exports'),
  exportStar,
  get: privateGet,
  set: privateSet,
  add: privateSet,
  method: (_node, [, , func]) => func,
  inherits: as('@inherits'),
  class: as('@class'),
  property: (node, [owner, name, value]) => field(node, owner, name, value),
  optionalChain: (_node, args) => optionalChain(args),
  nullish: (node, [left, right]) => nullish(node, left, right),
  spread: (node, args) => {
    const parts = args.filter(({ type }) => type !== 'Literal');
    return spread(node, parts);
  },
  assign: (node, args) =>
    call(node, member(node, identifier(node, 'Object'), identifier(node, 'assign')), args),
  first: (_node, [first]) => first,
  iterate: (node, args, work) => iterator(node, args, work, false),
  iterateAwaited: (node, args, work) => iterator(node, args, work, true),
  nothing: (node, [, target, ...others]) =>
    target && others.length === 0 ? target : identifier(node, 'undefined'),
  unseen,
};

/** `__exportStar(require('./client'), exports)`; esbuild has them the other way round. */
function exportStar(node: TSESTree.CallExpression, args: Arguments): TSESTree.Expression | undefined {
  const isTarget = ({ type }: TSESTree.Expression): boolean => type === 'Identifier';
  const [first, second] = args;
  if (!first || !second) return undefined;
  const pair = isTarget(second) ? [second, first] : [first, second];
  return call(node, member(node, identifier(node, 'Object'), identifier(node, 'assign')), pair);
}

/** Code that is not read, unless a loop around it tells what becomes of it. */
function iterator(
  node: TSESTree.CallExpression,
  args: Arguments,
  { iterations }: Work,
  isAwaited: boolean,
): TSESTree.Expression {
  const made = unseen(node, args);
  const [over] = args;
  if (over) iterations.set(made, { over, isAwaited });
  return made;
}

/** The call of another function. */
function as(name: string): Rule {
  return (node, args) => call(node, identifier(node, name), args);
}

/** Given to code that is not read, as is all that is named in functions which it gets: a state machine is no callback. */
function unseen(node: TSESTree.CallExpression, args: Arguments): TSESTree.Expression {
  const names = args.filter(isFunction).flatMap((func) => slotsOf(func).map((slot) => slot.node));
  const known = new Set(names.flatMap((name) => (name.type === 'Identifier' ? name.name : [])));
  const named = [...known].map((name) => identifier(node, name));
  return call(node, identifier(node, '@unseen'), [...args.filter((arg) => !isFunction(arg)), ...named]);
}

function raisedCall(node: TSESTree.CallExpression, work: Work): TSESTree.Expression | undefined {
  const meaning = meaningOf(node.callee, work.aliases);
  const args = node.arguments.filter((arg) => arg.type !== 'SpreadElement');
  return meaning && args.length === node.arguments.length ? RULES[meaning](node, args, work) : undefined;
}

function awaitedIn(node: TSESTree.Expression, aliases: Aliases): TSESTree.Expression | undefined {
  if (node.type !== 'CallExpression' || meaningOf(node.callee, aliases) !== 'awaiting') return undefined;
  const [given] = node.arguments;
  return given?.type === 'SpreadElement' ? undefined : given;
}

/** `_super !== null && _super.apply(this, arguments)`: a base class is there. */
function superCall({ operator, left, right }: TSESTree.LogicalExpression): TSESTree.Expression | undefined {
  if (operator !== '&&' || left.type !== 'BinaryExpression' || left.operator !== '!==') return undefined;
  if (left.right.type !== 'Literal' || left.right.value !== null || right.type !== 'CallExpression')
    return undefined;
  const { callee } = right;
  const of = callee.type === 'MemberExpression' ? callee.object : undefined;
  return of?.type === 'Identifier' && left.left.type === 'Identifier' && of.name === left.left.name
    ? right
    : undefined;
}

/** `__publicField(this, "socket", value)` */
function field(
  place: TSESTree.Node,
  owner: TSESTree.Expression | undefined,
  name: TSESTree.Expression | undefined,
  value: TSESTree.Expression | undefined,
): TSESTree.Expression | undefined {
  if (owner?.type !== 'ThisExpression' || name?.type !== 'Literal' || typeof name.value !== 'string')
    return undefined;
  // Like a field that is only declared.
  if (!value || isUndefined(value)) return identifier(place, 'undefined');
  return assignment(place, member(place, owner, identifier(place, name.value)), value);
}

/** `_nullishCoalesce(a, () => b)` */
function nullish(
  place: TSESTree.Node,
  left: TSESTree.Expression | undefined,
  right: TSESTree.Expression | undefined,
): TSESTree.Expression | undefined {
  if (!left || right?.type !== 'ArrowFunctionExpression' || right.body.type === 'BlockStatement')
    return undefined;
  return either(place, left, right.body);
}

function mapIn(node: TSESTree.Node, aliases: Aliases): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const meaning = meaningOf(node.callee, aliases);
  return meaning === 'get' || meaning === 'set' ? privateMapIn(node.arguments as Arguments) : undefined;
}
